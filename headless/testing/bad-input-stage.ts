import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import { runHoldfast, type Ended } from '../run-holdfast.ts';

export const bucket = 'bad-input-bucket';

type Environment = Readonly<Record<string, string>>;

export type Refused = { readonly code: string; readonly exit?: 1 | 2; readonly words: RegExp };

/**
 * A practice vault, a home that is set up there with one snapshot, and a folder of files: what the tests of bad input
 * stand on. The real command runs as a process of its own.
 */
export class BadInputStage {
  readonly folder: string;
  readonly files: string;
  readonly vault: PracticeVault;
  /** The home of the test that runs. */
  home: string;

  private constructor(folder: string, vault: PracticeVault) {
    this.folder = folder;
    this.files = join(folder, 'files');
    this.home = folder;
    this.vault = vault;
  }

  static async build(): Promise<BadInputStage> {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-bad-input-'));
    const stage = new BadInputStage(folder, await startPracticeVault({ dir: join(folder, 'vault') }));
    await mkdir(stage.files);
    await writeFile(join(stage.files, 'a'), 'contents');
    const template = ['--home', stage.#template];
    const setUp = await stage.run(['setup', ...stage.b2(), '--protect', '1d', ...template], stage.setUpKey);
    const first = await stage.run(['backup', stage.files, ...template]);
    if (setUp.code !== 0 || first.code !== 0) throw new Error(setUp.stderr + first.stderr);
    return stage;
  }

  async end(): Promise<void> {
    await this.vault.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  get #template(): string {
    return join(this.folder, 'template');
  }

  /** Restricted to nothing, as a person would never keep it. */
  get fullKey(): Environment {
    return { HOLDFAST_KEY_ID: this.vault.keyId, HOLDFAST_KEY: this.vault.key };
  }

  get setUpKey(): Environment {
    return { HOLDFAST_SETUP_KEY_ID: this.vault.keyId, HOLDFAST_SETUP_KEY: this.vault.key };
  }

  b2(name = bucket): readonly string[] {
    return ['--b2', this.vault.b2, '--bucket', name];
  }

  s3(name = bucket): readonly string[] {
    return ['--s3', this.vault.s3, '--bucket', name];
  }

  async useEmptyHome(): Promise<void> {
    this.home = await mkdtemp(join(this.folder, 'home-'));
  }

  /** A copy of the home that is set up. */
  async useHomeThatIsSetUp(home = this.home): Promise<void> {
    await cp(this.#template, home, { recursive: true });
  }

  run(args: readonly string[], environment: Environment = {}): Promise<Ended> {
    return runHoldfast([...args, '--json'], { HOLDFAST_PASSPHRASE: 'tide and time', ...environment });
  }

  /** Everything in the vault and in the folders, as text. */
  async state(...folders: readonly string[]): Promise<string> {
    const answer = await fetch(`${this.vault.b2}/.practice/state`, { headers: { 'x-practice-admin': '1' } });
    const { versions, bytes, buckets } = (await answer.json()) as Record<string, number>;
    const texts = [JSON.stringify({ versions, bytes, buckets })];
    for (const folder of folders)
      for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
        const path = join(entry.parentPath, entry.name);
        // The catalog is a cache, and the lock file only a place for the lock.
        if (/catalog\.sqlite|\/lock$/.test(path)) continue;
        texts.push(entry.isFile() ? `${path} ${hash(await readFile(path))}` : path);
      }
    return texts.join('\n');
  }
}

/** Runs, expects the refusal in plain words and with its exit code, and that nothing changed. */
export async function expectRefusal(
  stage: BadInputStage,
  args: readonly string[],
  environment: Environment,
  refused: Refused,
): Promise<void> {
  const before = await stage.state(stage.home, stage.files);
  const ended = await stage.run([...args, '--home', stage.home], environment);
  expectRefused(ended, refused);
  expect(await stage.state(stage.home, stage.files)).toBe(before);
}

export function expectRefused(ended: Ended, { code, exit = 1, words }: Refused): void {
  const error = ended.json['error'] as { code: string; message: string } | undefined;
  const said = { code: error?.code, words: error?.message ?? ended.stderr, exit: ended.code };
  expect(said).toEqual({ code, words: expect.stringMatching(words) as unknown, exit });
  expect(ended.stderr.trimEnd().split('\n').at(-1)).toBe(error?.message);
  expect(ended.stderr).not.toMatch(/\n\s+at /);
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
