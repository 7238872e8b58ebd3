import { Worker } from 'node:worker_threads';
import type { Reply } from '../../contract/error-shape.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { Engine, EngineMessage } from './engine.ts';
import { shapeOf } from './shape-error.ts';
import type { EngineData, FromThread, ToThread } from './thread-messages.ts';

const usualWindUpMs = 20_000;

/**
 * The engine in a thread of its own. Where the thread dies, calls under way answer `engine-stopped`, and the shell may
 * start another: what it kept in memory (typed passphrases, jobs) is gone.
 * @param options.entry file that calls `runEngineThread`
 */
export function startEngine(options: {
  readonly entry: URL;
  readonly data: EngineData;
  /** How long it may wind up when it is told to stop. Ending earlier loses nothing: every step is safe to cut (design 3.4). */
  readonly windUpMs?: number;
}): Engine {
  const listeners = new Set<(message: EngineMessage) => void>();
  const pending = new Map<number, (reply: Reply<unknown>) => void>();
  let nextId = 1;
  let isStopping = false;
  let isOver = false;
  const worker = new Worker(options.entry, { workerData: options.data });
  const ended = new Promise<'stopped' | 'failed'>((resolve) => {
    worker.once('exit', () => {
      isOver = true;
      for (const answer of pending.values()) answer(stopped());
      pending.clear();
      resolve(isStopping ? 'stopped' : 'failed');
    });
  });
  // 'exit' follows and does what is to be done.
  worker.on('error', () => undefined);
  worker.on('message', (from: FromThread) => {
    if (from.kind === 'message') for (const listener of listeners) listener(from.message);
    else {
      pending.get(from.id)?.(from.reply);
      pending.delete(from.id);
    }
  });
  const send = (message: ToThread): void => worker.postMessage(message);

  const ask = (make: (id: number) => ToThread): Promise<Reply<unknown>> =>
    new Promise((resolve) => {
      if (isOver || isStopping) return resolve(stopped());
      const id = nextId++;
      pending.set(id, resolve);
      try {
        send(make(id));
      } catch {
        // A value that cannot be cloned, which no schema would have let through either.
        pending.delete(id);
        resolve({
          ok: false,
          error: shapeOf(new HoldfastError('request-invalid', { reason: 'not plain data' })),
        });
      }
    });

  return {
    call: (call, input, caller) => ask((id) => ({ kind: 'call', id, call, input, caller })),
    secretCall: (call, input) => ask((id) => ({ kind: 'secret-call', id, call, input })),
    on: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: (fact) => send({ kind: 'fact', fact }),
    stop: async () => {
      if (!isStopping && !isOver) send({ kind: 'stop' });
      isStopping = true;
      const late = setTimeout(() => void worker.terminate(), options.windUpMs ?? usualWindUpMs);
      await ended;
      clearTimeout(late);
    },
    ended,
  };
}

const stopped = (): Reply<unknown> => ({ ok: false, error: shapeOf(new HoldfastError('engine-stopped')) });
