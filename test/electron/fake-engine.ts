import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { BroadcastChannel } from 'node:worker_threads';
import type { EngineMessage } from '../../core/app/service/engine.ts';
import type { EngineData, ToThread } from '../../core/app/service/thread-messages.ts';
import type { AppState } from '../../core/contract/app.ts';

export type ToFake =
  | { readonly kind: 'answer'; readonly call: string; readonly value: unknown }
  | { readonly kind: 'say'; readonly message: EngineMessage }
  | { readonly kind: 'die' };

export type FromFake =
  | { readonly kind: 'started'; readonly data: EngineData }
  | { readonly kind: 'noted' }
  | { readonly kind: 'seen'; readonly message: ToThread };

export const fakeEngineThread = fileURLToPath(new URL('./fake-engine-thread.ts', import.meta.url));

/** A test's end of the engine that is none. */
export class FakeEngine extends EventEmitter {
  readonly starts: EngineData[] = [];
  readonly seen: ToThread[] = [];
  #noted = 0;
  #known = 0;
  readonly #channel: BroadcastChannel;

  constructor(appFolder: string) {
    super();
    this.#channel = new BroadcastChannel(`fake-engine ${appFolder}`);
    this.#channel.onmessage = (event: unknown) => {
      const told = (event as { readonly data: FromFake }).data;
      if (told.kind === 'started') this.starts.push(told.data);
      else if (told.kind === 'noted') this.#known += 1;
      else this.seen.push(told.message);
      this.emit('told');
    };
  }

  /** Resolves when the engine knows it. */
  async answer(call: string, value: unknown): Promise<void> {
    this.#tell({ kind: 'answer', call, value });
    const wanted = (this.#noted += 1);
    await this.until(() => this.#known >= wanted);
  }

  say(message: EngineMessage): void {
    this.#tell({ kind: 'say', message });
  }

  state(change: Partial<AppState>): void {
    this.say({ kind: 'event', name: 'state', payload: { ...emptyState, ...change } });
  }

  die(): void {
    this.#tell({ kind: 'die' });
  }

  /** Resolves when it is so; looked at again after each thing the engine is told. */
  async until<T>(find: (engine: this) => T | undefined | false): Promise<T> {
    for (;;) {
      const found = find(this);
      if (found !== undefined && found !== false) return found;
      await once(this, 'told');
    }
  }

  /** A message to the engine that holds these, whenever it comes. */
  told(part: Record<string, unknown>): Promise<ToThread> {
    return this.until(({ seen }) =>
      seen.find((message) => Object.entries(part).every(([key, value]) => same(value, message, key))),
    );
  }

  close(): void {
    this.#channel.close();
  }

  #tell(told: ToFake): void {
    this.#channel.postMessage(told);
  }
}

const same = (value: unknown, message: ToThread, key: string): boolean =>
  JSON.stringify((message as unknown as Record<string, unknown>)[key]) === JSON.stringify(value);

export const emptyState: AppState = {
  version: '0.0.0',
  platform: 'linux',
  shell: 'electron',
  settings: {
    language: 'system',
    theme: 'system',
    startAtLogin: false,
    notify: { trouble: true, success: false },
    mail: null,
    webhook: null,
    reports: 'trouble',
  },
  sets: [],
  jobs: [],
  notices: [],
  setUpBegun: false,
  recoveryOpen: false,
  online: true,
  settingsLost: null,
  update: null,
};
