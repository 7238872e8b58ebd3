import { hash, randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { Chunker } from '../chunker/chunker.ts';
import { ChunkIdHasher } from '../crypto/chunk-id.ts';
import { PackWriter } from '../repository/pack-writer.ts';
import { collectGarbage } from '../system/collect-garbage.ts';
import { FileBatchReader, type FileBatch, type ReadFile } from './file-batch.ts';
import type { FromStoreWorker, StoredFile, StoreWorkerSettings, ToStoreWorker } from './store-messages.ts';

/**
 * Reads files, cuts, names, compresses and seals them. Two batches are under way at a time: while the run looks up
 * which chunks of one are known, the next is read and hashed.
 */
const settings = workerData as StoreWorkerSettings;
const port = parentPort;
if (port === null) throw new Error('store-worker.ts runs in a worker thread');

const idBytes = 32;
/** Sealing leaves about 2.5 times as much garbage as it takes in; 8 MiB are some 35 ms of work, a collection 2 ms. */
const collectEvery = 8 * 1024 * 1024;
let sealedBytes = 0;
const hasher = new ChunkIdHasher(settings.keys.chunkId);
const reader = new FileBatchReader(settings.chunking.min);
const ordinals = new Int32Array(settings.ordinals);

type Asked = { readonly batch: FileBatch; readonly ids: Uint8Array };
const asked: Asked[] = [];
/** Used in turn: one is read into while the other waits for its answer. */
const chunkers = [0, 1].map(
  () => new Chunker(settings.keys.gear, settings.chunking, Chunker.headroom + 1.5 * settings.chunking.max),
);
let batches = 0;
const answers: Uint8Array[] = [];
const packBuffers: ArrayBuffer[] = [];
type OpenPack = { readonly writer: PackWriter; readonly ordinal: number };
let open: OpenPack | undefined;
let flushes = 0;
/** Chunks of the file that is not finished yet. */
let ids: Uint8Array[] = [];
let lengths: number[] = [];

let wake: () => void = () => {};
port.on('message', (message: ToStoreWorker) => {
  if (message.kind === 'files') reader.add(message.files);
  else if (message.kind === 'answer') answers.push(message.known);
  else if (message.kind === 'buffer') packBuffers.push(message.buffer);
  else flushes++;
  wake();
});

function post(message: FromStoreWorker, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

async function until<T>(look: () => T | undefined): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

function ask(batch: FileBatch): void {
  const batchIds = new Uint8Array(batch.chunks.length * idBytes);
  for (const [index, { start, end }] of batch.chunks.entries())
    batchIds.set(hasher.id(batch.buffer, start, end), index * idBytes);
  asked.push({ batch, ids: batchIds });
  post({ kind: 'ask', ids: batchIds });
}

async function store({ batch, ids: batchIds }: Asked): Promise<void> {
  const known = await until(() => answers.shift());
  const packs = new Uint32Array(batch.chunks.length);
  for (const [index, { start, end }] of batch.chunks.entries()) {
    const id = batchIds.subarray(index * idBytes, (index + 1) * idBytes);
    ids.push(id);
    lengths.push(end - start);
    if (known[index] === 1) continue;
    open ??= await openPack();
    packs[index] = open.ordinal;
    open.writer.add(id, batch.buffer.subarray(start, end));
    sealedBytes += end - start;
    if (open.writer.isFull) finishPack();
  }
  report(batch.files, packs, batchIds);
  if (sealedBytes < collectEvery) return;
  sealedBytes = 0;
  collectGarbage();
}

async function openPack(): Promise<OpenPack> {
  post({ kind: 'need-buffer' });
  const buffer = new Uint8Array(await until(() => packBuffers.shift()));
  const writer = new PackWriter({
    kind: 'data',
    key: settings.keys.data,
    repositoryId: settings.repositoryId,
    buffer,
    targetBytes: settings.packTargetBytes,
    random: randomBytes,
  });
  return { writer, ordinal: Atomics.add(ordinals, 0, 1) };
}

function finishPack(): void {
  if (open === undefined) return;
  const { writer, ordinal } = open;
  open = undefined;
  const finished = writer.finish();
  const bytes = finished.bytes as Uint8Array<ArrayBuffer>;
  post(
    {
      kind: 'pack',
      ordinal,
      bytes,
      sha256: finished.sha256,
      md5: hash('md5', bytes, 'base64'),
      contents: finished.contents,
      plainBytes: finished.plainBytes,
    },
    [bytes.buffer],
  );
}

function report(files: readonly ReadFile[], packs: Uint32Array, askedIds: Uint8Array): void {
  const stored: StoredFile[] = [];
  const reportedIds: Uint8Array[] = [];
  const reportedLengths: number[] = [];
  for (const file of files) {
    const fileIds = ids.splice(0, file.chunkCount);
    const fileLengths = lengths.splice(0, file.chunkCount);
    if (file.skipped !== undefined) {
      stored.push({ ...file, chunkCount: 0 });
      continue;
    }
    stored.push(file);
    reportedIds.push(...fileIds);
    reportedLengths.push(...fileLengths);
  }
  post({
    kind: 'stored',
    packs,
    askedIds,
    files: stored,
    ids: Buffer.concat(reportedIds),
    lengths: Float64Array.from(reportedLengths),
  });
}

for (;;) {
  await until(() => (reader.hasWork || asked.length > 0 || flushes > 0 ? true : undefined));
  if (flushes > 0) {
    flushes--;
    for (let batch = asked.shift(); batch !== undefined; batch = asked.shift()) await store(batch);
    finishPack();
    post({ kind: 'flushed' });
  }
  const chunker = chunkers[batches % chunkers.length];
  if (reader.hasWork && asked.length < chunkers.length && chunker) {
    batches++;
    ask(reader.next(chunker));
  }
  const oldest = asked[0];
  if (oldest !== undefined && (asked.length === chunkers.length || !reader.hasWork)) {
    await store(oldest);
    asked.shift();
  }
}
