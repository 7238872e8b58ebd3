import type { Bridge, Handlers } from '../../core/contract/bridge.ts';
import type { ErrorShape } from '../../core/contract/error-shape.ts';
import type { EventName, Events } from '../../core/contract/events.ts';

export type FakeHandlers = Partial<Handlers>;

/** A failure that a scenario wants to see on the screen. */
export class FakeFailure extends Error {
  readonly shape: ErrorShape;

  constructor(shape: ErrorShape) {
    super(shape.code);
    this.shape = shape;
  }
}

/** Answers like an engine, from a scenario's own handlers: to look at screens in every state. A call without one never answers, as when the engine is busy. */
export function fakeBridge(handlers: FakeHandlers): Bridge & {
  readonly emit: <E extends EventName>(event: E, payload: Events[E]) => void;
} {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  return {
    call: async (call, input) => {
      const handle = handlers[call] as ((input: unknown) => Promise<never>) | undefined;
      if (!handle) return await new Promise<never>(() => {});
      try {
        return { ok: true, value: await handle(input) };
      } catch (error) {
        if (error instanceof FakeFailure) return { ok: false, error: error.shape };
        throw error;
      }
    },
    on: <E extends EventName>(event: E, listener: (payload: Events[E]) => void) => {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(listener));
      return () => all.delete(listener);
    },
    openSecretWindow: () => {},
    emit: (event, payload) => {
      for (const listener of listeners.get(event) ?? []) listener(payload as never);
    },
  };
}
