import type { HostFact } from './engine.ts';
import type { HostView } from './service-context.ts';

type Facts = {
  readonly view: HostView;
  readonly update: () => { readonly version: string } | null;
  readonly tell: (fact: HostFact) => void;
  readonly listen: (listener: (fact: HostFact) => void) => () => void;
};

/** What the shell said last. Nothing is assumed before it said anything; windows count as visible. */
export function hostFacts(): Facts {
  const view: { -readonly [K in keyof HostView]: HostView[K] } = {
    onBattery: null,
    metered: null,
    online: null,
    visible: true,
  };
  let update: { readonly version: string } | null = null;
  const listeners = new Set<(fact: HostFact) => void>();
  return {
    view,
    update: () => update,
    tell: (fact) => {
      if (fact.kind === 'power') view.onBattery = fact.onBattery;
      else if (fact.kind === 'network') {
        view.metered = fact.metered;
        view.online = fact.online;
      } else if (fact.kind === 'visible') view.visible = fact.visible;
      else if (fact.kind === 'update') update = { version: fact.version };
      for (const listener of listeners) listener(fact);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
