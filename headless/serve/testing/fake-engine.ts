import type { Engine, EngineMessage } from '../../../core/app/service/engine.ts';
import type { Reply } from '../../../core/contract/error-shape.ts';

/** Keeps what it was asked, and answers with it. */
export type FakeEngine = Engine & {
  readonly asked: readonly string[];
  readonly told: readonly unknown[];
  readonly say: (message: EngineMessage) => void;
};

export function makeFakeEngine(): FakeEngine {
  const asked: string[] = [];
  const told: unknown[] = [];
  const listeners = new Set<(message: EngineMessage) => void>();
  const answer = (line: string, value: unknown): Promise<Reply<unknown>> => {
    asked.push(line);
    return Promise.resolve({ ok: true, value });
  };
  return {
    asked,
    told,
    call: (call, input, caller) => answer(`${caller} ${call}`, input),
    secretCall: (call, input) => answer(`secret ${call}`, input),
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: (fact) => void told.push(fact),
    say: (message) => {
      for (const listener of listeners) listener(message);
    },
    stop: () => Promise.resolve(),
    ended: new Promise(() => undefined),
  };
}
