import { Worker } from 'node:worker_threads';
import type { RepositoryKeys } from '../crypto/keys.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { CheckTask, CheckWorkerData } from './check-worker.ts';
import type { PackVerdict } from './verify-pack.ts';

type Waiting = { readonly resolve: (verdict: PackVerdict) => void; readonly reject: (error: Error) => void };

/** Threads that verify whole packs. */
export class CheckPool {
  readonly #workers: readonly { readonly worker: Worker; readonly ended: Promise<void> }[];
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;

  constructor(count: number, data: { readonly keys: RepositoryKeys; readonly repositoryId: string }) {
    const { keys, repositoryId } = data;
    this.#workers = Array.from({ length: count }, () => this.#start({ keys, repositoryId }));
  }

  /** The buffer goes to the worker and is gone here. */
  async verify(kind: 'data' | 'tree', sha256: string, bytes: Uint8Array): Promise<PackVerdict> {
    const task = this.#next++;
    const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
    const verdict = new Promise<PackVerdict>((resolve, reject) =>
      this.#waiting.set(task, { resolve, reject }),
    );
    this.#workers[task % this.#workers.length]?.worker.postMessage(
      { task, kind, sha256, bytes: own } satisfies CheckTask,
      [own.buffer as ArrayBuffer],
    );
    return await verdict;
  }

  async close(): Promise<void> {
    for (const { worker } of this.#workers) worker.postMessage('end' satisfies CheckTask);
    await Promise.all(this.#workers.map(({ ended }) => ended));
  }

  #start(data: CheckWorkerData): { readonly worker: Worker; readonly ended: Promise<void> } {
    const worker = new Worker(new URL('./check-worker.ts', import.meta.url), {
      name: 'check',
      workerData: data,
    });
    worker.on('message', ({ task, verdict }: { task: number; verdict: PackVerdict }) => {
      this.#waiting.get(task)?.resolve(verdict);
      this.#waiting.delete(task);
    });
    worker.on('error', (error) => {
      const reason = `a check worker died: ${error.message}`;
      for (const { reject } of this.#waiting.values())
        reject(new HoldfastError('bug', { reason }, { cause: error }));
      this.#waiting.clear();
    });
    return { worker, ended: new Promise((resolve) => worker.once('exit', () => resolve())) };
  }
}
