import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call, Input, Output, SecretInput } from '../../core/contract/calls.ts';
import type { ErrorShape, Reply } from '../../core/contract/error-shape.ts';
import type { JobView } from '../../core/contract/jobs.ts';
import type { SecretForm, SecretPurpose } from '../../core/contract/secrets.ts';
import type { SetUpChange, SetUpView } from '../../core/contract/setup.ts';
import { createService, type Service } from '../../core/app/service/create-service.ts';
import type { EngineMessage } from '../../core/app/service/engine.ts';
import { realWorld } from '../../core/system/world.ts';
import type { Fault } from '../../practice/server/faults.ts';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import { openPractice } from '../../practice/thread/open-practice.ts';

export const passphrase = 'seven herons over the marsh';

type Key = { readonly keyId: string; readonly key: string };
type Values = SecretInput<'secret.give'>['values'];

/** A person at the wizard: an engine over an empty app folder, some documents, and a provider that is a practice vault. */
export class SetUpScene {
  readonly folder: string;
  readonly vault: PracticeVault;
  readonly #environment: Record<string, string>;
  readonly #messages: EngineMessage[] = [];
  /** Whatever an ordinary window was ever told. */
  readonly said: unknown[] = [];
  /** The next wait of half an hour is over at once. */
  hurry = false;
  readonly #listeners = new Set<() => void>();
  #service: Service | undefined;

  private constructor(folder: string, vault: PracticeVault, environment: Record<string, string>) {
    this.folder = folder;
    this.vault = vault;
    this.#environment = environment;
  }

  static async make(environment: Record<string, string> = {}): Promise<SetUpScene> {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-set-up-'));
    await mkdir(join(folder, 'person', 'Documents'), { recursive: true });
    await writeFile(join(folder, 'person', 'Documents', 'letter.txt'), 'Dear harbour master, '.repeat(200));
    const vault = await startPracticeVault({ dir: join(folder, 'provider') });
    const scene = new SetUpScene(folder, vault, {
      HOME: join(folder, 'person'),
      HOLDFAST_PROOF_SECONDS: '0',
      ...environment,
    });
    await scene.start();
    return scene;
  }

  get appFolder(): string {
    return join(this.folder, 'app');
  }

  get documents(): string {
    return join(this.folder, 'person', 'Documents');
  }

  get powerful(): Key {
    return { keyId: this.vault.keyId, key: this.vault.key };
  }

  async start(): Promise<void> {
    this.#service = await createService({
      appFolder: this.appFolder,
      version: '0.0.1',
      shell: 'loopback',
      keychain: this.#environment['KEYCHAIN'] === 'on',
      world: { ...realWorld, sleep: (milliseconds, signal) => this.#sleep(milliseconds, signal) },
      environment: this.#environment,
      practice: { open: openPractice },
      tell: (message) => {
        this.#messages.push(message);
        this.said.push(message);
        for (const listener of this.#listeners) listener();
      },
    });
  }

  async restart(): Promise<void> {
    await this.#service?.stop();
    await this.start();
  }

  async end(): Promise<void> {
    await this.#service?.stop();
    await this.vault.close().catch(() => undefined);
    // A note that was being written when the engine stopped may still come.
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }

  async call<C extends Call>(call: C, input: Input<C>): Promise<Output<C>> {
    const reply = await this.#running.call(call, input, 'ipc');
    this.said.push(reply);
    if (!reply.ok) throw new Error(`${call}: ${reply.error.code} ${reply.error.words}`);
    return reply.value as Output<C>;
  }

  async refused<C extends Call>(call: C, input: Input<C>): Promise<ErrorShape> {
    const reply = await this.#running.call(call, input, 'ipc');
    this.said.push(reply);
    if (reply.ok) throw new Error(`${call} was not refused`);
    return reply.error;
  }

  /** As a page in a browser calls, whoever has its cookie. */
  async fromLoopback<C extends Call>(call: C, input: Input<C>): Promise<Reply<unknown>> {
    return await this.#running.call(call, input, 'loopback');
  }

  async ask(purpose: SecretPurpose, set: string | null = null): Promise<string> {
    return (await this.call('secret.request', { purpose, set })).request;
  }

  async give(request: string, values: Values): Promise<SecretForm> {
    const reply = await this.#running.secretCall('secret.give', { request, values });
    if (!reply.ok) throw new Error(`secret.give: ${reply.error.code} ${reply.error.words}`);
    return reply.value as SecretForm;
  }

  async secret(call: 'secret.form' | 'secret.close', request: string): Promise<unknown> {
    return await this.#running.secretCall(call, { request });
  }

  async giveKey(key: Key): Promise<void> {
    await this.give(await this.ask('setup-key'), key);
  }

  /** As a person does it: reads the words, turns the page, types three of them. @returns the words */
  async takeKit(): Promise<readonly string[]> {
    const request = await this.ask('setup-kit');
    const { kit } = await this.give(request, { passphrase });
    const { positions } = await this.give(request, {});
    const words = kit?.words ?? [];
    await this.give(request, { back: (positions ?? []).map((position) => words[position - 1] ?? '') });
    return words;
  }

  /** Fills the pages in. @returns the words of the kit */
  async fill(storage: SetUpChange['storage'], key: Key | undefined): Promise<readonly string[]> {
    await this.call('setup.change', {
      name: 'Laptop',
      storage: storage!,
      sources: [this.documents],
      protectDays: 30,
      schedule: { kind: 'manual' },
    });
    if (key) await this.giveKey(key);
    return await this.takeKit();
  }

  /** @returns what it came to, once the set-up's job has ended */
  async commit(): Promise<SetUpView> {
    const { job } = await this.call('setup.commit', {});
    if (!job) throw new Error('no job was started');
    await this.ended(({ id }) => id === job.id);
    return await this.call('setup.view', {});
  }

  async ended(which: (job: JobView) => boolean): Promise<JobView> {
    return await new Promise((resolve) => {
      const look = (): void => {
        const found = this.#messages
          .flatMap((message) => (message.kind === 'event' && message.name === 'job' ? [message.payload] : []))
          .find((job) => which(job) && job.state !== 'running');
        if (!found) return;
        this.#listeners.delete(look);
        resolve(found);
      };
      this.#listeners.add(look);
      look();
    });
  }

  b2(change: Partial<Extract<SetUpChange['storage'], { kind: 'b2' }>> = {}): SetUpChange['storage'] {
    return {
      kind: 'b2',
      endpoint: this.vault.b2,
      bucket: 'harbour-bucket',
      prefix: 'laptop',
      key: 'set-up',
      ...change,
    };
  }

  s3(bucket: string): SetUpChange['storage'] {
    return {
      kind: 's3',
      endpoint: this.vault.s3,
      region: 'practice',
      bucket,
      prefix: 'laptop',
      key: 'storage',
    };
  }

  /** What the provider does wrong from now on; nothing: it behaves again. */
  async faults(...faults: readonly Fault[]): Promise<void> {
    const headers = { 'x-practice-admin': '1', 'content-type': 'application/json' };
    const url = `${this.vault.b2}/.practice/faults`;
    await fetch(url, { method: 'DELETE', headers });
    if (faults.length === 0) return;
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ faults }) });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }

  /** Everything in the app folder but databases' pages of pictures: as one text. */
  async onDisk(): Promise<string> {
    const names = await readdir(this.appFolder, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile());
    const texts = await Promise.all(
      // A file that is written anew has another name for a moment.
      files.map((entry) =>
        readFile(join(entry.parentPath, entry.name), 'latin1').catch((error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return '';
          throw error;
        }),
      ),
    );
    return texts.join('\n');
  }

  async #sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (!this.hurry || milliseconds !== 30 * 60_000) return await realWorld.sleep(milliseconds, signal);
    this.hurry = false;
  }

  get #running(): Service {
    if (!this.#service) throw new Error('start it first');
    return this.#service;
  }
}
