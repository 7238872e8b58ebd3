import { renameSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { openChunksReadOnly } from '../../catalog/catalog.ts';
import { compactNames, isWorthCompacting } from '../../catalog/names/compact-names.ts';
import { NamesIndex } from '../../catalog/names/names-index.ts';
import { dropNames, isDamage, openNames } from '../../catalog/names/open-names.ts';
import { readSnapshotNames, type NameInTree, type TreeOfNames } from '../../catalog/names/read-snapshot.ts';
import { HoldfastError, isHoldfastError } from '../../errors/holdfast-error.ts';
import type { ReadableRepository } from '../../restore/chunk-place.ts';
import { isLostPiece } from '../../restore/plan-restore.ts';
import { rootEntry } from '../../restore/snapshot-paths.ts';
import { TreeReader } from '../../restore/tree-reader.ts';
import { explainError } from '../explain-error.ts';
import { nameInTree } from './entries-as-names.ts';
import type { FromReader, ReadNamesTask, ToReader } from './names-messages.ts';

/** What was read is safe, and can be searched, so often. */
const commitMs = 1_000;

const task = workerData as ReadNamesTask;
const startedAt = performance.now();

class TimeIsUp extends Error {}

const tell = (message: FromReader): void => parentPort?.postMessage(message);

const waiting = new Map<
  number,
  { readonly resolve: (bytes: Uint8Array) => void; readonly reject: (error: Error) => void }
>();
let calls = 0;
let isStopping = false;

parentPort?.on('message', (message: ToReader) => {
  if (message.kind === 'stop') {
    isStopping = true;
    return;
  }
  const waiter = waiting.get(message.call);
  waiting.delete(message.call);
  if (message.kind === 'got') waiter?.resolve(message.bytes);
  else waiter?.reject(new HoldfastError(message.error.code, message.error.details));
});

const repository: ReadableRepository = {
  prefix: task.prefix,
  repositoryId: task.repositoryId,
  keys: task.keys,
  store: {
    get: (version, range) =>
      new Promise((resolve, reject) => {
        const call = calls++;
        waiting.set(call, { resolve, reject });
        tell({ kind: 'get', call, version, ...(range && { range }) });
      }),
  },
};

async function readAll(): Promise<void> {
  compactWhereWorth();
  const index = openIndex();
  const chunks = openChunksReadOnly(task.catalogFile);
  try {
    const read = new Set(index.snapshots.filter((one) => one.read).map(({ id }) => id));
    index.keepOnly(new Set(task.snapshots.map(({ id }) => id)));
    const tree = treeOf(new TreeReader(repository, chunks, { wholePacks: true }), index);
    for (const snapshot of task.snapshots) {
      if (read.has(snapshot.id)) continue;
      await readSnapshotNames(index, snapshot, tree);
      tell({ kind: 'read', snapshot: snapshot.id });
    }
  } finally {
    index.close();
    chunks.close();
  }
}

/** A copy takes the place of the file once it is whole. */
function compactWhereWorth(): void {
  const database = openNames(task.file, task.repositoryId);
  const copyFile = `${task.file}.new`;
  try {
    if (!isWorthCompacting(database)) return;
    dropNames(copyFile);
    const copy = openNames(copyFile, task.repositoryId);
    try {
      compactNames(database, copy);
      copy.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      copy.close();
    }
  } finally {
    database.close();
  }
  dropNames(task.file);
  renameSync(copyFile, task.file);
}

/** Each snapshot is read as newer than those before it: where one came to light that is older, all begins anew. */
function openIndex(): NamesIndex {
  const index = new NamesIndex(openNames(task.file, task.repositoryId));
  const known = new Set(index.snapshots.map(({ id }) => id));
  const firstUnknown = task.snapshots.findIndex(({ id }) => !known.has(id));
  const isInOrder = firstUnknown < 0 || task.snapshots.slice(firstUnknown).every(({ id }) => !known.has(id));
  if (isInOrder) return index;
  index.close();
  dropNames(task.file);
  return new NamesIndex(openNames(task.file, task.repositoryId));
}

function treeOf(reader: TreeReader, index: NamesIndex): TreeOfNames {
  let committedAt = performance.now();
  return {
    root: (root) => unlessLost(async () => nameInTree(await rootEntry(root, reader))),
    directory: (node) =>
      unlessLost(async () => {
        const names: NameInTree[] = [];
        for await (const entries of reader.entries(node))
          for (const entry of entries) names.push(nameInTree(entry));
        return names;
      }),
    pause: async () => {
      if (performance.now() - committedAt < commitMs) return;
      index.commit();
      // All may come from memory, and then nobody else would have his turn.
      await new Promise((resolve) => setImmediate(resolve));
      committedAt = performance.now();
      if (committedAt - startedAt > task.sliceMs) throw new TimeIsUp();
      if (isStopping) throw new HoldfastError('cancelled', {});
    },
  };
}

async function unlessLost<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isLostPiece(error)) return undefined;
    throw error;
  }
}

try {
  if (task.anew) dropNames(task.file);
  await readAll().catch(async (error: unknown) => {
    if (!isDamage(error)) throw error;
    dropNames(task.file);
    await readAll();
  });
} catch (error) {
  const { code, details } = explainError(error);
  if (error instanceof TimeIsUp) tell({ kind: 'more' });
  else if (!isHoldfastError(error, 'cancelled')) tell({ kind: 'failed', error: { code, details } });
}
parentPort?.close();
