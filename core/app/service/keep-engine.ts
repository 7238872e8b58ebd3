import type { Engine, EngineMessage, HostFact } from './engine.ts';
import { restartLimit } from './restart-limit.ts';

/**
 * An engine that is started again when it falls, a few times; then a person is asked. Who uses it does not notice, but
 * for the calls that were open; they fail.
 * @param fellOften asks whether to start once more
 */
export function keepEngine(options: {
  readonly start: () => Engine;
  readonly now: () => number;
  readonly fellOften: () => Promise<boolean>;
}): Engine {
  const mayRestart = restartLimit(options.now);
  const listeners = new Set<(message: EngineMessage) => void>();
  const facts = new Map<HostFact['kind'], HostFact>();
  const ended = Promise.withResolvers<'stopped' | 'failed'>();
  let isStopping = false;
  const relay = (message: EngineMessage): void => {
    for (const listener of listeners) listener(message);
  };
  const start = (): Engine => {
    const engine = options.start();
    engine.on(relay);
    for (const fact of facts.values()) engine.tell(fact);
    void engine.ended.then(async (how) => {
      // For its jobs, which ended with it; the next one knows nothing of it.
      relay({ kind: 'wish', wish: { kind: 'keep-awake', on: false } });
      const isWanted = how === 'failed' && !isStopping && (mayRestart() || (await options.fellOften()));
      // Somebody may have ended the program while a person was asked.
      if (isWanted && !isStopping) current = start();
      else ended.resolve(how);
    });
    return engine;
  };
  let current = start();
  return {
    call: (call, input, caller) => current.call(call, input, caller),
    secretCall: (call, input) => current.secretCall(call, input),
    on: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: (fact) => {
      // What happened once is not told again to a new engine.
      if (fact.kind !== 'resumed') facts.set(fact.kind, fact);
      current.tell(fact);
    },
    stop: () => {
      isStopping = true;
      return current.stop();
    },
    ended: ended.promise,
  };
}
