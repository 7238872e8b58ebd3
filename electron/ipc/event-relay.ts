import type { Bridge } from '../../core/contract/bridge.ts';
import { eventNames, type EventName } from '../../core/contract/events.ts';

type Listener = (payload: never) => void;

/** Events on their way into a page. What leads to a screen may come before the page listens, so the last one waits for it. */
export function eventRelay(): {
  readonly on: Bridge['on'];
  readonly deliver: (name: unknown, payload: unknown) => void;
} {
  const listeners = new Map<EventName, Set<Listener>>(eventNames.map((name) => [name, new Set()]));
  let waiting: { readonly payload: unknown } | null = null;
  return {
    on: (event, listener) => {
      const group = listeners.get(event);
      // Its own function each time: the same listener may be given twice.
      const own: Listener = (payload) => listener(payload);
      group?.add(own);
      if (event === 'show' && waiting) {
        const { payload } = waiting;
        waiting = null;
        own(payload as never);
      }
      return () => void group?.delete(own);
    },
    deliver: (name, payload) => {
      const group = listeners.get(name as EventName);
      if (name === 'show' && group?.size === 0) waiting = { payload };
      for (const listener of group ?? []) listener(payload as never);
    },
  };
}
