import { app } from 'electron';
import type { AppState } from '../../core/contract/app.ts';
import type { Engine } from '../../core/app/service/engine.ts';
import { chooseTexts, type Texts } from '../words/texts.ts';

export type LastState = {
  /** null: the engine has not told it yet. */
  readonly state: () => AppState | null;
  readonly texts: () => Texts;
  readonly onChange: (listener: (state: AppState) => void) => void;
  /** The engine fell for good, and its jobs with it: nobody need wait for them. */
  readonly engineFell: () => void;
};

/** What the engine said last, for the parts of the shell that show it. */
export function lastState(): LastState & { readonly follow: (engine: Engine) => void } {
  const listeners: ((state: AppState) => void)[] = [];
  let last: AppState | null = null;
  const take = (state: AppState): void => {
    last = state;
    for (const listener of listeners) listener(state);
  };
  return {
    state: () => last,
    texts: () => chooseTexts(last?.settings.language ?? 'system', app.getLocale()),
    onChange: (listener) => void listeners.push(listener),
    engineFell: () => {
      if (last) take({ ...last, jobs: [] });
    },
    follow: (engine) => {
      engine.on((message) => {
        if (message.kind === 'event' && message.name === 'state') take(message.payload);
      });
      void engine.call('app.state', {}, 'ipc').then((reply) => {
        // An event that came meanwhile is newer.
        if (reply.ok && !last) take(reply.value as AppState);
      });
    },
  };
}
