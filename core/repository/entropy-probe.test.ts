import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decode, encode, encodings } from './compression.ts';
import { looksIncompressible } from './entropy-probe.ts';

const program = readFileSync(process.execPath).subarray(0, 2 ** 20);

test('random and compressed data are skipped, programs and text are not', () => {
  for (let round = 0; round < 50; round++)
    expect(looksIncompressible(randomBytes(4096 + round * 1000))).toBe(true);
  expect(looksIncompressible(deflateSync(program))).toBe(true);
  expect(looksIncompressible(program)).toBe(false);
  expect(looksIncompressible(Buffer.from(randomBytes(100_000).toString('base64')))).toBe(false);
  expect(looksIncompressible(new Uint8Array(0))).toBe(false);
});

test('half random, half text is worth a try', () => {
  expect(looksIncompressible(Buffer.concat([randomBytes(50_000), Buffer.alloc(50_000, 'text ')]))).toBe(
    false,
  );
});

test('what is encoded decodes, and only to its length', () => {
  for (const plain of [
    program,
    randomBytes(10_000),
    Buffer.from('short'),
    new Uint8Array(0),
    new Uint8Array(2 ** 20),
  ]) {
    const { encoding, body } = encode(plain);
    expect(Buffer.compare(decode(encoding, body, plain.length)!, plain)).toBe(0);
    expect(decode(encoding, body, plain.length + 1)).toBeUndefined();
    expect(decode(encoding, body, plain.length - 1)).toBeUndefined();
    expect(decode(7, body, plain.length)).toBeUndefined();
  }
  expect(encode(program).encoding).toBe(encodings.zstd);
});

test('a bomb is not inflated', () => {
  const { body } = encode(new Uint8Array(2 ** 26));
  expect(body.length).toBeLessThan(10_000);
  expect(decode(encodings.zstd, body, 100)).toBeUndefined();
});
