import {
  appendFileSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noise } from '../../test/backup/backup-fixture.ts';
import { Chunker } from '../chunker/chunker.ts';
import { FileBatchReader, type CutterWithBuffer, type ReadFile } from './file-batch.ts';

const sizes = { min: 1024, avg: 4096, max: 16_384 };
let folder = '';
let reader = new FileBatchReader(sizes.min);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-batch-'));
  reader = new FileBatchReader(sizes.min);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const add = (...names: string[]): void => reader.add(names.map((name, file) => ({ file, path: at(name) })));

type Read = ReadFile & { readonly bytes: Buffer };

/** Everything that was added. `between` happens after each batch but the last. */
function readAll(
  between: (batch: number) => void = () => undefined,
  cutter: CutterWithBuffer = newCutter(),
): Read[] {
  const files: Read[] = [];
  let chunks: Buffer[] = [];
  for (let batch = 1; reader.hasWork; batch++) {
    const { buffer, chunks: places, files: ended } = reader.next(cutter);
    chunks.push(...places.map(({ start, end }) => Buffer.from(buffer.subarray(start, end))));
    for (const file of ended)
      files.push({ ...file, bytes: Buffer.concat(chunks.splice(0, file.chunkCount)) });
    if (reader.hasWork) between(batch);
  }
  expect(chunks).toEqual([]);
  chunks = [];
  return files;
}

function newCutter(): Chunker {
  return new Chunker(new Uint8Array(32), sizes, Chunker.headroom + 2 * sizes.max);
}

/** While the reader is in the middle of reading: when it asks where the first chunk ends. */
function during(change: () => void): CutterWithBuffer {
  const cutter = newCutter();
  let done = false;
  return {
    buffer: cutter.buffer,
    cut: (...asked) => {
      if (!done) change();
      done = true;
      return cutter.cut(...asked);
    },
  };
}

describe('whole files', () => {
  test.each([0, 1, 1023, 1024, 1025, 16_384, 32_768, 32_769, 500_000])(
    'of %d bytes, between others',
    (length) => {
      writeFileSync(at('before'), noise(700, 5));
      writeFileSync(at('file'), noise(length));
      writeFileSync(at('after'), noise(30_000, 6));
      add('before', 'file', 'after', 'file');
      const read = readAll();
      expect(read.map(({ file }) => file)).toEqual([0, 1, 2, 3]);
      for (const file of read)
        expect(file).toMatchObject({ skipped: undefined, changed: false, sparse: false });
      expect(read[0]!.bytes.equals(noise(700, 5))).toBe(true);
      expect(read[1]!.bytes.equals(noise(length))).toBe(true);
      expect(read[2]!.bytes.equals(noise(30_000, 6))).toBe(true);
      expect(read[3]!.bytes.equals(noise(length))).toBe(true);
      expect(read[1]!.size).toBe(length);
      expect(read[1]!.chunkCount).toBe(length === 0 ? 0 : length <= 1024 ? 1 : read[1]!.chunkCount);
    },
  );

  test('small ones share a batch', () => {
    for (let file = 0; file < 20; file++) writeFileSync(at(`${file}`), noise(1000, file + 1));
    add(...Array.from({ length: 20 }, (_, file) => `${file}`));
    expect(reader.next(newCutter()).files).toHaveLength(20);
    expect(reader.hasWork).toBe(false);
  });

  test('a sparse one says so', () => {
    const fd = openSync(at('holes'), 'w');
    ftruncateSync(fd, 100_000);
    closeSync(fd);
    add('holes');
    expect(readAll()).toMatchObject([{ sparse: true, size: 100_000, changed: false }]);
  });
});

describe('what changes while it is read', () => {
  test('a large file that grows: as much as it had, said to have changed', () => {
    writeFileSync(at('log'), noise(100_000));
    add('log');
    const [file] = readAll((batch) =>
      batch === 1 ? appendFileSync(at('log'), noise(50_000, 9)) : undefined,
    );
    expect(file).toMatchObject({ size: 100_000, changed: true, skipped: undefined });
    expect(file!.bytes.equals(noise(100_000))).toBe(true);
  });

  test('one that grows faster than it is read comes to an end', () => {
    writeFileSync(at('log'), noise(40_000));
    add('log');
    const cutter = newCutter();
    let cuts = 0;
    const growing = {
      buffer: cutter.buffer,
      cut: (start: number, end: number, ended: boolean) => {
        if (++cuts > 1000) throw new Error('no end');
        appendFileSync(at('log'), noise(20_000));
        return cutter.cut(start, end, ended);
      },
    };
    expect(readAll(undefined, growing)).toMatchObject([{ size: 40_000, changed: true }]);
  });

  test('a large file that shrinks: what there was', () => {
    writeFileSync(at('file'), noise(100_000));
    add('file');
    const [file] = readAll((batch) => (batch === 1 ? truncateSync(at('file'), 50_000) : undefined));
    expect(file).toMatchObject({ changed: true, skipped: undefined });
    expect(file!.size).toBe(file!.bytes.length);
    expect(file!.size).toBeLessThan(100_000);
    expect(noise(100_000).subarray(0, file!.size).equals(file!.bytes)).toBe(true);
  });

  test('a large file that is written to in its middle', () => {
    writeFileSync(at('file'), noise(100_000));
    add('file');
    const cutter = during(() => {
      const fd = openSync(at('file'), 'r+');
      writeFileSync(fd, 'changed');
      closeSync(fd);
    });
    expect(readAll(undefined, cutter)).toMatchObject([{ size: 100_000, changed: true }]);
  });

  test('a file that vanishes before its turn is skipped, one that is open already is read', () => {
    writeFileSync(at('large'), noise(100_000));
    writeFileSync(at('gone'), 'gone');
    add('large', 'gone');
    const read = readAll(() => {
      rmSync(at('large'), { force: true });
      rmSync(at('gone'), { force: true });
    });
    expect(read[0]!.bytes.equals(noise(100_000))).toBe(true);
    expect(read[1]).toMatchObject({ chunkCount: 0, skipped: 'it disappeared before it could be read' });
  });

  test.each([
    ['a folder', () => mkdirSync(at('it')), 'it changed into something else while it was read'],
    ['a link', () => symlinkSync('large', at('it')), 'it changed into a link while it was read'],
    ['a pipe', () => execFileSync('mkfifo', [at('it')]), 'it changed into something else while it was read'],
  ])('a file that became %s is skipped, and nothing waits for it', (_, become, why) => {
    writeFileSync(at('large'), noise(100_000));
    writeFileSync(at('it'), 'a file');
    writeFileSync(at('last'), 'last');
    add('large', 'it', 'last');
    const read = readAll((batch) => {
      if (batch > 1) return;
      renameSync(at('it'), at('moved'));
      become();
    });
    expect(read[1]).toMatchObject({ skipped: why, chunkCount: 0, stat: undefined });
    expect(read[2]!.bytes.toString()).toBe('last');
  });

  test('a read error in the middle of a large file drops what was read of it, the next is not harmed', () => {
    writeFileSync(at('large'), noise(100_000));
    writeFileSync(at('next'), noise(30_000, 2));
    add('large', 'next');
    const cutter = newCutter();
    let cuts = 0;
    const failing = {
      buffer: cutter.buffer,
      cut: (...asked: Parameters<Chunker['cut']>) => {
        if (++cuts === 9) throw Object.assign(new Error('broken disk'), { code: 'EIO' });
        return cutter.cut(...asked);
      },
    };
    const read = readAll(undefined, failing);
    expect(read[0]).toMatchObject({ skipped: 'the disk reports a read error', size: 0 });
    expect(read[0]!.chunkCount).toBeGreaterThan(0);
    expect(read[1]!.bytes.equals(noise(30_000, 2))).toBe(true);
  });
});
