import { Worker } from 'node:worker_threads';
import type { Reply } from '../../contract/error-shape.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { Engine, EngineMessage, HostFact } from './engine.ts';
import { shapeOf } from './shape-error.ts';
import type { EngineData, FromThread, ToThread } from './thread-messages.ts';

/** An engine that dies again and again is not started for ever. */
const maxStarts = 5;

/**
 * The engine in a thread of its own. Where the thread dies, calls under way answer `engine-stopped` and another is
 * started; what it kept in memory (typed passphrases, jobs) is gone.
 * @param options.entry file that calls `runEngineThread`
 */
export function startEngine(options: { readonly entry: URL; readonly data: EngineData }): Engine {
  const listeners = new Set<(message: EngineMessage) => void>();
  const pending = new Map<number, (reply: Reply<unknown>) => void>();
  const facts = new Map<HostFact['kind'], HostFact>();
  let nextId = 1;
  let starts = 0;
  let isStopping = false;
  let worker: Worker | undefined = start();

  function start(): Worker | undefined {
    if (starts++ >= maxStarts) return undefined;
    const made = new Worker(options.entry, { workerData: options.data });
    made.on('message', (from: FromThread) => {
      if (from.kind === 'message') for (const listener of listeners) listener(from.message);
      else {
        pending.get(from.id)?.(from.reply);
        pending.delete(from.id);
      }
    });
    // 'exit' follows and does what is to be done.
    made.on('error', () => undefined);
    made.once('exit', () => {
      for (const answer of pending.values()) answer(stopped());
      pending.clear();
      if (isStopping) worker = undefined;
      else {
        worker = start();
        for (const fact of facts.values()) send({ kind: 'fact', fact });
      }
    });
    return made;
  }

  const send = (message: ToThread): void => worker?.postMessage(message);

  const ask = (make: (id: number) => ToThread): Promise<Reply<unknown>> =>
    new Promise((resolve) => {
      if (!worker || isStopping) return resolve(stopped());
      const id = nextId++;
      pending.set(id, resolve);
      try {
        send(make(id));
      } catch {
        // A value that cannot be cloned, which no schema would have let through either.
        pending.delete(id);
        resolve({ ok: false, error: shapeOf(new HoldfastError('request-invalid', { reason: 'not plain data' })) });
      }
    });

  return {
    call: (call, input, caller) => ask((id) => ({ kind: 'call', id, call, input, caller })),
    secretCall: (call, input) => ask((id) => ({ kind: 'secret-call', id, call, input })),
    on: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: (fact) => {
      if (fact.kind !== 'resumed') facts.set(fact.kind, fact);
      send({ kind: 'fact', fact });
    },
    stop: async () => {
      const ending = worker;
      if (!ending || isStopping) return;
      isStopping = true;
      const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
      send({ kind: 'stop' });
      await ended;
    },
  };
}

const stopped = (): Reply<unknown> => ({ ok: false, error: shapeOf(new HoldfastError('engine-stopped')) });
