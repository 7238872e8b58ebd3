import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { homeAt } from '../../core/app/home.ts';
import { openRepositoryForUse } from '../../core/app/open-repository-for-use.ts';
import type { StorageKey } from '../../core/app/secrets/secrets.ts';
import { storagePlace, type StoragePlace } from '../../core/app/storage-place.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import type { Repository } from '../../core/repository/repository.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import type { CommandContext } from '../command-context.ts';
import type { DemoVault } from '../demo/demo-vault.ts';
import { lastLineOf, runQuietly, type RanQuietly } from '../run-quietly.ts';

const passphrase = 'only for the drill';
const bucket = 'holdfast-drill';
const prefix = 'laptop';

/** A computer with documents and a backup, in one temporary folder, and the practice vault that it backs up to. */
export class DrillScene {
  readonly #context: CommandContext;
  readonly #vault: DemoVault;
  readonly folder: string;

  constructor(context: CommandContext, folder: string, vault: DemoVault) {
    this.#context = context;
    this.folder = folder;
    this.#vault = vault;
  }

  get documents(): string {
    return join(this.folder, 'documents');
  }

  /** A copy from before the attack that neither Holdfast nor the intruder touches. */
  get asTheyWere(): string {
    return join(this.folder, 'as they were');
  }

  get kit(): string {
    return join(this.folder, 'recovery-kit.txt');
  }

  get #laptop(): string {
    return join(this.folder, 'laptop');
  }

  get #place(): StoragePlace {
    return storagePlace({ b2: this.#vault.endpoint, bucket, prefix });
  }

  async setUp(): Promise<void> {
    const { keyId, key } = this.#vault.accountKey;
    const place = ['--b2', this.#vault.endpoint, '--bucket', bucket, '--prefix', prefix];
    await this.#mustRun(['setup', ...place, '--protect', '30d', '--kit', this.kit], {
      HOLDFAST_SETUP_KEY_ID: keyId,
      HOLDFAST_SETUP_KEY: key,
    });
  }

  /** As the computer does by itself, or the intruder on it. */
  async backUp(folder: string): Promise<RanQuietly['json']> {
    return await this.#mustRun(['backup', folder, '--yes'], {});
  }

  /** The provider's clock; nobody waits. */
  async daysPass(days: number): Promise<void> {
    const { port } = new URL(this.#vault.endpoint);
    await this.#mustRun(['practice', 'clock', `+${days}d`, '--port', port], {});
  }

  /** What whoever took the computer and knows the passphrase can open and write. */
  async withStolenKeys(work: (repository: Repository) => Promise<void>): Promise<void> {
    const inUse = await openRepositoryForUse({
      home: homeAt(this.#laptop),
      world: this.#context.world,
      passphrase: () => Promise.resolve(passphrase),
    });
    try {
      await work(inUse.repository);
    } finally {
      await inUse.close();
    }
  }

  async loseTheComputer(): Promise<void> {
    await rm(this.#laptop, { recursive: true, force: true });
  }

  /** As the provider's web page would, which asks for a second factor. */
  async makeReadKey(): Promise<StorageKey> {
    const provisioner = createProvisioner(this.#place.store, this.#vault.accountKey);
    try {
      return await provisioner.createKey('read', this.#place.prefix, 'holdfast-recovery');
    } finally {
      await provisioner.close();
    }
  }

  /** Another computer: no home, only the kit and a key that may read. */
  async recover(args: readonly string[], { keyId, key }: StorageKey): Promise<RanQuietly> {
    const environment = { HOLDFAST_KEY_ID: keyId, HOLDFAST_KEY: key };
    const nowhere = join(this.folder, 'no home');
    const all = ['--home', nowhere, 'recover', ...args, '--kit', this.kit, '--json'];
    return await runQuietly(all, environment, this.#context.signal);
  }

  async #mustRun(
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<RanQuietly['json']> {
    const ran = await runQuietly(
      ['--home', this.#laptop, ...args, '--json'],
      { HOLDFAST_PASSPHRASE: passphrase, ...environment },
      this.#context.signal,
    );
    this.#context.signal.throwIfAborted();
    if (ran.code === 0 || ran.code === 3) return ran.json;
    throw new HoldfastError('bug', { reason: `the drill could not run "${args[0]}": ${lastLineOf(ran)}` });
  }
}
