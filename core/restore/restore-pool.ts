import { Worker } from 'node:worker_threads';
import type { RepositoryKeys } from '../crypto/keys.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { Account } from './item-placer.ts';
import type { RestorePlan } from './restore-plan.ts';
import type { RestoreAnswer, RestoreTask } from './worker-messages.ts';

export type UnitDone = Extract<RestoreAnswer, { kind: 'done' }>;
type Work =
  | {
      readonly kind: 'unit';
      readonly bytes: Uint8Array;
      readonly start: number;
      readonly pieces: Uint32Array;
    }
  | { readonly kind: 'items'; readonly items: Uint32Array };

type Member = {
  readonly worker: Worker;
  readonly ended: Promise<void>;
  readonly progress: Float64Array;
  busy: number;
};

/** Nearly all that a worker makes are buffers, which live outside its heap: a small one is collected sooner. */
const workerLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 256 };

/** Worker threads that open, check and write. After the first failure all work is refused. */
export class RestorePool {
  readonly #members: readonly Member[];
  readonly #waiting = new Map<
    number,
    { readonly resolve: (done: UnitDone) => void; readonly reject: (e: Error) => void }
  >();
  #nextUnit = 0;
  #failure: Error | undefined;

  constructor(count: number) {
    this.#members = Array.from({ length: count }, () => this.#start());
  }

  begin(task: { plan: RestorePlan; keys: RepositoryKeys; repositoryId: string; account: Account }): void {
    for (const { worker, progress } of this.#members)
      worker.postMessage({ kind: 'begin', ...task, progress } satisfies RestoreTask);
  }

  /** The buffer of a unit goes to the worker and is gone here. */
  async run(work: Work): Promise<UnitDone> {
    if (this.#failure) throw this.#failure;
    const member = this.#members.reduce((least, other) => (other.busy < least.busy ? other : least));
    const unit = this.#nextUnit++;
    const done = new Promise<UnitDone>((resolve, reject) => this.#waiting.set(unit, { resolve, reject }));
    member.busy++;
    const task = work.kind === 'unit' ? { ...work, unit, bytes: ownBuffer(work.bytes) } : { ...work, unit };
    member.worker.postMessage(task satisfies RestoreTask, task.kind === 'unit' ? [task.bytes.buffer] : []);
    try {
      return await done;
    } finally {
      member.busy--;
    }
  }

  /** Files and bytes written so far. */
  get written(): { readonly files: number; readonly bytes: number } {
    const sum = (at: number): number =>
      this.#members.reduce((total, { progress }) => total + (progress[at] ?? 0), 0);
    return { files: sum(0), bytes: sum(1) };
  }

  /**
   * Lets each worker end by itself: ending a thread from outside while it loads a native module takes the whole
   * process with it (seen with koffi 3.3.4).
   */
  async close(): Promise<void> {
    await Promise.all(
      this.#members.map(async ({ worker, ended }) => {
        worker.postMessage({ kind: 'end' } satisfies RestoreTask);
        await ended;
      }),
    );
  }

  #start(): Member {
    const worker = new Worker(new URL('./restore-worker.ts', import.meta.url), {
      name: 'restore',
      resourceLimits: workerLimits,
    });
    worker.on('message', (answer: RestoreAnswer) => this.#take(answer));
    worker.on('error', (error) =>
      this.#fail(
        new HoldfastError('bug', { reason: `a restore worker died: ${error.message}` }, { cause: error }),
      ),
    );
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    return { worker, ended, progress: new Float64Array(new SharedArrayBuffer(16)), busy: 0 };
  }

  #take(answer: RestoreAnswer): void {
    if (answer.kind === 'stop') {
      this.#fail(new HoldfastError(answer.code, { path: answer.path, reason: answer.reason }));
      return;
    }
    this.#waiting.get(answer.unit)?.resolve(answer);
    this.#waiting.delete(answer.unit);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}

/** A view of a larger (pooled) buffer is copied, because the whole buffer would go. */
function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes);
}
