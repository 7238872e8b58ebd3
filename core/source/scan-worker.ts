import { parentPort, workerData } from 'node:worker_threads';
import { openDirectoriesReadOnly } from '../catalog/catalog.ts';
import type { SkippedPath } from '../model/snapshot.ts';
import { ScanFlow } from './scan-flow.ts';
import type { ChangedDirectory, ScanMessage, ScanRequest } from './scan-messages.ts';
import { Scanner } from './scanner.ts';

/** Entries that may wait in the run's memory, some 700 bytes each; the workers have 512 files at a time. */
const maxEntriesAhead = 4_000;
/** Entries in one message: a message costs some 50 µs, an entry 1 µs. */
const entriesPerMessage = 500;

const request = workerData as ScanRequest;
const flow = new ScanFlow(request.flow);
let directories: ChangedDirectory[] = [];
let skipped: SkippedPath[] = [];
let entries = 0;

function post(message: ScanMessage): void {
  parentPort?.postMessage(message);
}

function flush(): void {
  if (directories.length === 0 && skipped.length === 0) return;
  post({ kind: 'directories', directories, skipped });
  directories = [];
  skipped = [];
  entries = 0;
}

try {
  const catalog = openDirectoriesReadOnly(request.catalogFile);
  const scanner = new Scanner(request, (path) => catalog.directories.get(path), {
    changed: (directory) => {
      const weight = directory.reusable.length + 1;
      if (entries + weight > entriesPerMessage) flush();
      flow.send(weight, maxEntriesAhead);
      directories.push(directory);
      entries += weight;
    },
    skipped: (paths) => skipped.push(...paths),
    saw: (files, bytes) => flow.saw(files, bytes),
    stopped: () => flow.stopped,
  });
  for (const path of request.roots) {
    const outcome = scanner.scanRoot(path);
    flush();
    post({ kind: 'root', path, unchanged: outcome && { index: 0, ...outcome } });
  }
  post({ kind: 'done' });
  catalog.close();
} catch (error) {
  post({ kind: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
