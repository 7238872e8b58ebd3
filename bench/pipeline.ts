import { Console } from 'node:console';
import { hash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync, constants } from 'node:zlib';
import { Chunker } from '../core/chunker/chunker.ts';
import { defaultChunkSizes } from '../core/chunker/chunk-sizes.ts';
import { PlainCutter } from '../core/chunker/plain-cutter.ts';
import { ChunkIdHasher } from '../core/crypto/chunk-id.ts';
import { deriveKeys } from '../core/crypto/keys.ts';
import { looksIncompressible } from '../core/repository/entropy-probe.ts';
import { openPack, openSegment } from '../core/repository/pack-reader.ts';
import { PackWriter, type FinishedPack } from '../core/repository/pack-writer.ts';

/**
 * MB per CPU second of each stage of the backup pipeline: `node bench/pipeline.ts [folder]`. The data are files of
 * the folder (default: node_modules) and, for "mixed", as many random bytes as a home folder holds (two thirds).
 */
const folder = process.argv[2] ?? 'node_modules';
const sampleBytes = 96 * 2 ** 20;
const rounds = 5;

const keys = deriveKeys(new Uint8Array(32).fill(1));
const repositoryId = '00112233445566778899aabbccddeeff';
const hasher = new ChunkIdHasher(keys.chunkId);
const chunker = new Chunker(keys.gear, defaultChunkSizes, sampleBytes + 4096);
const cutter = new PlainCutter(keys.gear, defaultChunkSizes);
const out: { buffer: Uint8Array } = { buffer: new Uint8Array(40 * 2 ** 20) };

type Span = { readonly start: number; readonly end: number };

/** Real files in a row, then random bytes; the spans are the files. */
function fill(share: number): Span[] {
  const spans: Span[] = [];
  let at = Chunker.headroom;
  const fileBytes = Math.floor(sampleBytes * (1 - share));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    if (bytes.length === 0 || at + bytes.length > fileBytes) continue;
    chunker.buffer.set(bytes, at);
    spans.push({ start: at, end: at + bytes.length });
    at += bytes.length;
  }
  const end = at + Math.floor(sampleBytes * share);
  for (; at < end; at += 8 * 2 ** 20) {
    const length = Math.min(8 * 2 ** 20, end - at);
    chunker.buffer.set(randomBytes(length), at);
    spans.push({ start: at, end: at + length });
  }
  return spans;
}

function cutAll(spans: readonly Span[]): Span[] {
  const chunks: Span[] = [];
  for (const span of spans)
    for (let start = span.start; start < span.end;) {
      const end = chunker.cut(start, span.end, true);
      chunks.push({ start, end });
      start = end;
    }
  return chunks;
}

function pack(
  chunks: readonly Span[],
  ids: readonly Uint8Array[],
  onPack: (pack: FinishedPack) => void,
): void {
  const seen = new Set<string>();
  let writer: PackWriter | undefined;
  const finish = (): void => {
    if (!writer || writer.isEmpty) return;
    onPack(writer.finish());
    out.buffer = writer.buffer;
    writer = undefined;
  };
  chunks.forEach(({ start, end }, index) => {
    const id = ids[index]!;
    const key = Buffer.from(id).toString('latin1');
    if (seen.has(key)) return;
    seen.add(key);
    writer ??= new PackWriter({
      kind: 'data',
      key: keys.data,
      repositoryId,
      buffer: out.buffer,
      targetBytes: 32 * 2 ** 20,
      random: randomBytes,
    });
    writer.add(id, chunker.buffer.subarray(start, end));
    if (writer.isFull) finish();
  });
  finish();
}

/** MB per second of CPU time; best of the rounds, since other work on the machine only ever slows down. */
function speed(bytes: number, run: () => void): number {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, user + system);
  }
  return Math.round(bytes / best);
}

const table: Record<string, Record<string, number | string>> = {};
for (const [name, share] of [
  ['files', 0],
  ['mixed', 2 / 3],
  ['random', 1],
] as const) {
  const spans = fill(share);
  const bytes = spans.reduce((sum, span) => sum + span.end - span.start, 0);
  const chunks = cutAll(spans);
  const idAll = (): Uint8Array[] => chunks.map(({ start, end }) => hasher.id(chunker.buffer, start, end));
  const ids = idAll();
  let stored = 0;
  const packs: Uint8Array[] = [];
  pack(chunks, ids, (finished) => {
    stored += finished.bytes.length;
    packs.push(finished.bytes.slice());
  });
  const each = (run: (chunk: Uint8Array) => void) => (): void =>
    chunks.forEach(({ start, end }) => run(chunker.buffer.subarray(start, end)));
  table[name] = {
    MB: Math.round(bytes / 1e6),
    chunks: chunks.length,
    ratio: (bytes / stored).toFixed(2),
    'cut (wasm)': speed(bytes, () => cutAll(spans)),
    'cut (plain js)': speed(bytes, () => {
      for (const { start, end } of spans)
        for (let at = start; at < end;) at += cutter.first(chunker.buffer.subarray(at, end));
    }),
    'chunk id': speed(bytes, idAll),
    'sha-256 one-shot': speed(
      bytes,
      each((chunk) => hash('sha256', chunk, 'buffer')),
    ),
    'entropy probe': speed(
      bytes,
      each((chunk) => looksIncompressible(chunk)),
    ),
    'zstd 1 per MiB': zstdSpeed(bytes, 1),
    'zstd 3 per MiB': zstdSpeed(bytes, 3),
    'pack writer': speed(bytes, () => pack(chunks, ids, () => undefined)),
    'cut + id + pack': speed(bytes, () => {
      const cut = cutAll(spans);
      const fresh = cut.map(({ start, end }) => hasher.id(chunker.buffer, start, end));
      pack(cut, fresh, () => undefined);
    }),
    'open packs': speed(bytes, () => packs.forEach(openWhole)),
  };
}

function zstdSpeed(bytes: number, level: number): number {
  const params = { [constants.ZSTD_c_compressionLevel]: level };
  return speed(bytes, () => {
    const end = Chunker.headroom + bytes;
    for (let at = Chunker.headroom; at < end; at += 2 ** 20)
      zstdCompressSync(chunker.buffer.subarray(at, Math.min(at + 2 ** 20, end)), {
        params,
        chunkSize: 2 ** 20,
      });
  });
}

function openWhole(bytes: Uint8Array): void {
  const { contents } = openPack(keys, repositoryId, 'data', bytes);
  for (const { offset, sealedLength, plainLength } of contents.segments)
    openSegment(keys, repositoryId, 'data', bytes.subarray(offset, offset + sealedLength), plainLength);
}

new Console(process.stdout).table(table);
