import type { EventName, Events } from '../../contract/events.ts';
import type { Notice } from '../../contract/notice.ts';
import type { Reply } from '../../contract/error-shape.ts';

/** What the engine asks of the shell around it. A shell that cannot, does not: nothing depends on it. */
export type Wish =
  | { readonly kind: 'keep-awake'; readonly on: boolean }
  | { readonly kind: 'start-at-login'; readonly on: boolean }
  | { readonly kind: 'notify'; readonly notice: Notice };

/** What the shell knows and the engine cannot: null, the platform does not tell. */
export type HostFact =
  | { readonly kind: 'power'; readonly onBattery: boolean | null }
  | { readonly kind: 'network'; readonly metered: boolean | null; readonly online: boolean | null }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'update'; readonly version: string }
  /** No window is visible: progress need not be told. */
  | { readonly kind: 'visible'; readonly visible: boolean };

export type EngineMessage =
  | {
      [E in EventName]: { readonly kind: 'event'; readonly name: E; readonly payload: Events[E] };
    }[EventName]
  | { readonly kind: 'wish'; readonly wish: Wish };

/** From which front end a call comes: on loopback, dangerous calls ask for the passphrase first. */
export type Caller = 'ipc' | 'loopback';

/** The engine as a shell sees it, in a thread of its own. Inputs are whatever a window sent: checked on the other side. */
export type Engine = {
  call(call: string, input: unknown, caller: Caller): Promise<Reply<unknown>>;
  secretCall(call: string, input: unknown): Promise<Reply<unknown>>;
  /** @returns ends it */
  on(listener: (message: EngineMessage) => void): () => void;
  tell(fact: HostFact): void;
  /** Cancels jobs, closes everything; resolves when the thread has ended. */
  stop(): Promise<void>;
  /** Resolves when the thread has ended: told to, or by a fault; then the shell starts another. Calls that were open have failed. */
  readonly ended: Promise<'stopped' | 'failed'>;
};
