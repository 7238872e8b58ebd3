import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call, Input, Output } from '../../core/contract/calls.ts';
import type { ErrorShape } from '../../core/contract/error-shape.ts';
import type { JobView } from '../../core/contract/jobs.ts';
import { homeAt } from '../../core/app/home.ts';
import type { Engine, EngineMessage } from '../../core/app/service/engine.ts';
import { startEngine } from '../../core/app/service/start-engine.ts';
import type { EngineData } from '../../core/app/service/thread-messages.ts';
import { setUp } from '../../core/app/set-up.ts';
import { storagePlace } from '../../core/app/storage-place.ts';
import { realWorld } from '../../core/system/world.ts';
import { openPractice } from '../../practice/thread/open-practice.ts';

export const passphrase = 'low tide at the harbour wall';

/** An app folder with one set that is set up on a practice vault of its own, documents, and the real engine thread over it. */
export class EngineScene {
  readonly folder: string;
  readonly messages: EngineMessage[] = [];
  engine: Engine | undefined;
  readonly #listeners = new Set<() => void>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<EngineScene> {
    const scene = new EngineScene(await mkdtemp(join(tmpdir(), 'holdfast-engine-')));
    await mkdir(scene.documents, { recursive: true });
    return scene;
  }

  get appFolder(): string {
    return join(this.folder, 'app');
  }

  get documents(): string {
    return join(this.folder, 'documents');
  }

  async write(name: string, contents: string | Uint8Array): Promise<void> {
    await writeFile(join(this.documents, name), contents);
  }

  async setUpMain(): Promise<void> {
    await this.#setUp(this.appFolder, passphrase);
  }

  async setUpFurther(id: string, itsPassphrase: string): Promise<void> {
    await this.#setUp(join(this.appFolder, 'sets', id), itsPassphrase);
  }

  async #setUp(folder: string, itsPassphrase: string): Promise<void> {
    const home = homeAt(folder);
    await mkdir(home.folder, { recursive: true });
    const vault = await openPractice(home.practice);
    try {
      await setUp({
        home,
        world: realWorld,
        place: storagePlace({ b2: vault.b2, bucket: 'engine-bucket', prefix: 'here' }),
        protectDays: 30,
        passphrase: itsPassphrase,
        setUpKey: { keyId: vault.keyId, key: vault.key },
        backupKey: undefined,
        useKeychain: false,
        onMade: () => undefined,
      });
    } finally {
      await vault.close();
    }
  }

  start(): Engine {
    const data: EngineData = {
      appFolder: this.appFolder,
      version: '0.0.1',
      shell: 'loopback',
      keychain: false,
    };
    const engine = startEngine({ entry: new URL('../../headless/engine-thread.ts', import.meta.url), data });
    engine.on((message) => {
      this.messages.push(message);
      for (const listener of this.#listeners) listener();
    });
    this.engine = engine;
    return engine;
  }

  async call<C extends Call>(call: C, input: Input<C>): Promise<Output<C>> {
    const reply = await this.#running().call(call, input, 'ipc');
    if (!reply.ok) throw new Error(`${call}: ${reply.error.code} ${reply.error.words}`);
    return reply.value as Output<C>;
  }

  async refused<C extends Call>(call: C, input: Input<C>): Promise<ErrorShape> {
    const reply = await this.#running().call(call, input, 'ipc');
    if (reply.ok) throw new Error(`${call} was not refused`);
    return reply.error;
  }

  /** As a person does in the window for secrets. */
  async unlock(): Promise<void> {
    const { request } = await this.call('secret.request', { purpose: 'unlock', set: 'main' });
    await this.#running().secretCall('secret.give', { request, values: { passphrase } });
    await this.call('secret.outcome', { request });
  }

  /** Resolves with the first job event, past ones too, that is as wanted. */
  job(id: string, wanted: (job: JobView) => boolean): Promise<JobView> {
    return this.until(() => this.jobEvents(id).find(wanted));
  }

  ended(id: string): Promise<JobView> {
    return this.job(id, ({ state }) => state !== 'running');
  }

  jobEvents(id: string): readonly JobView[] {
    return this.messages
      .flatMap((message) => (message.kind === 'event' && message.name === 'job' ? [message.payload] : []))
      .filter((job) => job.id === id);
  }

  until<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = look();
        if (found === undefined) return;
        this.#listeners.delete(check);
        resolve(found);
      };
      this.#listeners.add(check);
      check();
    });
  }

  async end(): Promise<void> {
    await this.engine?.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }

  #running(): Engine {
    if (!this.engine) throw new Error('start it first');
    return this.engine;
  }
}
