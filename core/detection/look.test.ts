import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { families } from './families.ts';
import { looksRight } from './expected-looks.ts';
import { familyName, LookOfFile, lookOf, noiseIn } from './look.ts';
import { contentsOf, noise, text } from './testing/files.ts';

const bytes = (...parts: readonly (string | number)[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'number' ? [part] : Array.from(Buffer.from(part, 'latin1')))),
  );

describe('families', () => {
  test.each([
    ['zip', bytes('PK', 3, 4, 20, 0)],
    ['ole', bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)],
    ['pdf', bytes('%PDF-1.7\n')],
    ['jpeg', bytes(0xff, 0xd8, 0xff, 0xe0)],
    ['webp', bytes('RIFF', 1, 2, 3, 4, 'WEBPVP8 ')],
    ['wav', bytes('RIFF', 1, 2, 3, 4, 'WAVEfmt ')],
    ['heic', bytes(0, 0, 0, 24, 'ftypheic')],
    ['mp4', bytes(0, 0, 0, 24, 'ftypisom')],
    ['mp3', bytes('ID3', 4, 0)],
    ['sqlite', bytes('SQLite format 3', 0)],
    ['tar', bytes('name', ...Array.from({ length: 253 }, () => 0), 'ustar')],
    ['zlib', bytes(0x78, 0x9c, 0x4b)],
    ['sealed', bytes('age-encryption.org/v1\n')],
    ['sealed', bytes('Salted__', 1, 2, 3)],
    ['pointer', bytes('version https://git-lfs.github.com/spec/v1\n')],
    ['markup', bytes('<?xml version="1.0"?>')],
    ['mail', bytes('From ann@example.org Sat Nov 21\n')],
    ['text', bytes('Dear Ann,\n')],
    ['text', new TextEncoder().encode('Grüße aus Köln, 你好')],
    ['text', bytes(0x1b, '[32mdone', 0x1b, '[0m and more of the same coloured log line\n'.repeat(30))],
    ['utf-16 text', bytes(0xff, 0xfe, 'H', 0, 'e', 0, 'l', 0, 'l', 0, 'o', 0)],
    ['unknown', bytes(1, 2, 3, 4, 5, 6, 7)],
    ['empty', bytes()],
  ])('%s', (family, contents) => {
    expect(familyName(lookOf(contents))).toBe(family);
  });

  test('random bytes are next to never taken for anything', () => {
    const known = Array.from({ length: 500 }, (_, seed) => familyName(lookOf(noise(4096, seed + 1)))).filter(
      (family) => family !== 'unknown',
    );
    expect(known.length).toBeLessThan(4);
  });

  test('a line of two letters and a Windows line end is text, not bytecode', () => {
    expect(familyName(lookOf(bytes('ab\r\nand so on\r\n')))).toBe('text');
  });
});

describe('noise', () => {
  test('none in text, all in random bytes', () => {
    expect(noiseIn(lookOf(text(100_000)))).toBe(0);
    expect(noiseIn(lookOf(noise(100_000)))).toBe(15);
    expect(noiseIn(lookOf(noise(100)))).toBe(15);
    expect(noiseIn(lookOf(text(100)))).toBe(0);
  });

  test('half where every second 64 KiB are encrypted, in any cutting', () => {
    const contents = text(4 << 20);
    for (let at = 0; at < contents.length; at += 128 << 10) contents.set(noise(64 << 10, at + 1), at);
    expect(noiseIn(lookOf(contents))).toBeGreaterThanOrEqual(6);
    expect(noiseIn(lookOf(contents))).toBeLessThanOrEqual(9);
    const file = new LookOfFile();
    for (let at = 0; at < contents.length; at += 1_000_000) file.add(contents.subarray(at, at + 1_000_000));
    expect(noiseIn(file.look)).toBeGreaterThanOrEqual(6);
    expect(noiseIn(file.look)).toBeLessThanOrEqual(9);
  });

  test('base64 is none, and neither is a table that counts up', () => {
    const base64 = new TextEncoder().encode(Buffer.from(noise(30_000)).toString('base64'));
    expect(noiseIn(lookOf(base64))).toBe(0);
    expect(noiseIn(lookOf(Uint8Array.from({ length: 65_536 }, (_, index) => index % 256)))).toBe(0);
  });
});

test('looking never throws and stays within 16 bits', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 4 }), (pieces) => {
      const file = new LookOfFile();
      for (const piece of pieces) file.add(piece);
      expect(file.look).toBeGreaterThanOrEqual(0);
      expect(file.look).toBeLessThan(families.length * 16);
    }),
  );
});

describe('what a name promises', () => {
  test.each([
    ['a.docx', contentsOf('docx'), 'right'],
    ['a.docx', noise(4096), 'wrong'],
    ['A.JPG', contentsOf('png'), 'right'],
    ['a.jpg', text(100), 'wrong'],
    ['a.txt', text(4096), 'right'],
    ['a.txt', noise(4096), 'wrong'],
    ['a.xls', new TextEncoder().encode('<html><table>'), 'right'],
    ['a.dat', noise(4096), 'unknown'],
    ['a.lock3d', noise(4096), 'unknown'],
    ['Makefile', noise(4096), 'unknown'],
    ['a.png', bytes(), 'unknown'],
    ['a.png', bytes('version https://git-lfs.github.com/spec/v1\n'), 'unknown'],
  ])('%s', (name, contents, expected) => {
    expect(looksRight(name, lookOf(contents))).toBe(expected);
  });

  test('a text with its beginning kept and noise behind it is wrong', () => {
    const contents = text(64 << 10);
    contents.set(noise(60 << 10), 4 << 10);
    expect(looksRight('a.txt', lookOf(contents))).toBe('wrong');
  });

  test('looks of newer programs and nonsense are no reason for anything', () => {
    expect(looksRight('a.docx', 65_535)).toBe('unknown');
    expect(familyName(65_535)).toBe('unknown');
    fc.assert(
      fc.property(fc.string(), fc.nat(65_535), (name, look) => {
        expect(['right', 'wrong', 'unknown']).toContain(looksRight(name, look));
      }),
    );
  });
});

test('the places of families are stored: they stay', () => {
  expect(families.indexOf('zip')).toBe(6);
  expect(families.indexOf('sqlite')).toBe(29);
  expect(families.indexOf('pointer')).toBe(59);
});
