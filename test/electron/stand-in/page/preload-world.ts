/** In the preload's world: the parts of `electron` that a sandboxed preload has. */
import type { ContextBridge, IpcRenderer } from 'electron';
import { decode, encode } from './codec.ts';
import { hear, joinWorlds, page, say } from './worlds.ts';

type Listener = (event: object, ...given: unknown[]) => void;

/** To the main process; a binding of the debugger's. */
const host = globalThis as unknown as {
  standInSend: (message: string) => void;
  standInReceive: (message: string) => void;
  standInPreload: (require: (name: string) => unknown, module: { exports: object }, exports: object) => void;
};

const side = joinWorlds('preload', 'main');
const exposed: unknown[] = [];
hear('hello', () => {
  for (const each of exposed) say('expose', each);
});
hear('close', () => host.standInSend(JSON.stringify({ kind: 'close' })));

const listeners = new Map<string, Listener[]>();
const asked = new Map<number, PromiseWithResolvers<unknown>>();
let asking = 0;

host.standInReceive = (text) => {
  const message = JSON.parse(text) as
    | { readonly kind: 'send'; readonly channel: string; readonly given: unknown }
    | { readonly kind: 'reply'; readonly id: number; readonly value: unknown; readonly error?: string };
  if (message.kind === 'send') {
    const given = decode(message.given) as unknown[];
    for (const listener of listeners.get(message.channel) ?? []) listener({}, ...given);
    return;
  }
  const waiting = asked.get(message.id);
  asked.delete(message.id);
  if (message.error !== undefined) waiting?.reject(new Error(message.error));
  else waiting?.resolve(decode(message.value));
};

const contextBridge = {
  exposeInMainWorld: (key: string, api: unknown): void => {
    const each = { key, api: side.encode(api) };
    exposed.push(each);
    say('expose', each);
  },
} satisfies Pick<ContextBridge, 'exposeInMainWorld'>;

const ipcRenderer = {
  invoke: (channel: string, ...given: unknown[]): Promise<unknown> => {
    const id = (asking += 1);
    const waiting = Promise.withResolvers<unknown>();
    asked.set(id, waiting);
    host.standInSend(JSON.stringify({ kind: 'invoke', id, channel, given: encode(given) }));
    return waiting.promise;
  },
  on: (channel: string, listener: Listener): void => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
  },
} satisfies Pick<IpcRenderer, 'invoke'> & { on: unknown };

// Electron runs a preload in the page itself only.
if (page.top === page) {
  const module = { exports: {} };
  const require = (name: string): unknown => {
    if (name === 'electron') return { contextBridge, ipcRenderer };
    throw new Error(`module not found: ${name}`);
  };
  host.standInPreload(require, module, module.exports);
}
