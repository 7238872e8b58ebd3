import { parentPort } from 'node:worker_threads';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { loadNativeCalls } from './native-calls.ts';
import { UnitWorker } from './unit-worker.ts';
import type { RestoreTask } from './worker-messages.ts';

// Loaded before the first message can arrive.
const native = await loadNativeCalls();
let worker: UnitWorker | undefined;

function answer(task: RestoreTask): void {
  if (task.kind === 'begin') {
    worker = new UnitWorker({ ...task, native });
    return;
  }
  if (task.kind === 'end') {
    parentPort?.close();
    return;
  }
  if (!worker) throw new HoldfastError('bug', { reason: 'a restore worker got work before its plan' });
  parentPort?.postMessage(
    task.kind === 'unit'
      ? worker.writeUnit(task.unit, task.bytes, task.start, task.pieces)
      : worker.writeItems(task.unit, task.items),
  );
}

parentPort?.on('message', answer);
