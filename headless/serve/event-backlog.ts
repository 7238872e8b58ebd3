import type { EngineMessage } from '../../core/app/service/engine.ts';

export type EngineEvent = Extract<EngineMessage, { readonly kind: 'event' }>;

/** Different notices and jobs that wait for a window that does not read; the oldest give way. */
const mostWaiting = 100;

/** Events for a window that is slow to read. What is newer replaces what it makes worthless, so it cannot grow. */
export type EventBacklog = {
  readonly add: (event: EngineEvent) => void;
  /** Oldest first; it is empty afterwards. */
  readonly take: () => readonly EngineEvent[];
};

export function makeEventBacklog(): EventBacklog {
  const waiting = new Map<string, EngineEvent>();
  return {
    add: (event) => {
      const key = keyOf(event);
      waiting.delete(key);
      waiting.set(key, event);
      const oldest = waiting.keys().next();
      if (waiting.size > mostWaiting && !oldest.done) waiting.delete(oldest.value);
    },
    take: () => {
      const all = [...waiting.values()];
      waiting.clear();
      return all;
    },
  };
}

function keyOf(event: EngineEvent): string {
  if (event.name === 'job') return `job ${event.payload.id}`;
  if (event.name === 'notice') return `notice ${event.payload.id}`;
  return event.name;
}
