import type { Reply } from '../../contract/error-shape.ts';
import type { Caller, EngineMessage, HostFact } from './engine.ts';

/** What a shell says when it starts an engine. */
export type EngineData = {
  /** The default home folder of this computer, or what HOLDFAST_HOME says. */
  readonly appFolder: string;
  /** As in package.json. */
  readonly version: string;
  readonly shell: 'electron' | 'loopback';
  /** May be used, where one answers. */
  readonly keychain: boolean;
};

export type ToThread =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly call: string;
      readonly input: unknown;
      readonly caller: Caller;
    }
  | { readonly kind: 'secret-call'; readonly id: number; readonly call: string; readonly input: unknown }
  | { readonly kind: 'fact'; readonly fact: HostFact }
  | { readonly kind: 'stop' };

export type FromThread =
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly kind: 'message'; readonly message: EngineMessage };
