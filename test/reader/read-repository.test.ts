import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { afterAll, beforeAll, beforeEach, describe, expect, test, type TestContext } from 'vitest';
import { readKit } from '../../core/recovery/read-kit.ts';
import type { RecoveryKit } from '../../core/recovery/recovery-kit.ts';
import { connectStore } from '../../core/storage/connect-store.ts';
import type { ObjectStore } from '../../core/storage/object-store.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import { realWorld } from '../../core/system/world.ts';
import { allVersions, buryAll } from '../../core/app/intruder/intruder.ts';
import { runHere } from '../../headless/testing/run-here.ts';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import { compareTrees } from '../compare/compare-trees.ts';
import { buildNastyTree } from '../trees/build-nasty-tree.ts';
import { installReader, type ReaderReady } from './install-reader.ts';
import { runPythonReader, type PythonRan } from './python-reader.ts';

const bucket = 'escape-hatch';

/**
 * docs/format.md is enough: the Python reader was written from it and shares nothing with Holdfast. The bucket is as an
 * intruder leaves it: every name has other bytes on top and is hidden.
 */
describe('the independent reader', () => {
  let folder: string;
  let vault: PracticeVault;
  let ready: ReaderReady;
  let kit: RecoveryKit;
  let readKey: { readonly keyId: string; readonly key: string };
  let account: ObjectStore;
  let newest: string;

  const tree = (): string => join(folder, 'tree');

  beforeAll(async () => {
    ready = await installReader();
    if ('missing' in ready) return;
    folder = await mkdtemp(join(tmpdir(), 'holdfast-reader-'));
    vault = await startPracticeVault({ dir: join(folder, 'vault') });
    buildNastyTree(tree(), { entries: 4_500 });
    const home = ['--home', join(folder, 'home'), '--json'];
    const kitFile = join(folder, 'kit.txt');
    const setUpKey = { HOLDFAST_SETUP_KEY_ID: vault.keyId, HOLDFAST_SETUP_KEY: vault.key };
    const passphrase = { HOLDFAST_PASSPHRASE: 'tide and time' };
    const place = ['--b2', vault.b2, '--bucket', bucket, '--prefix', 'a/laptop'];
    const protect = ['--protect', '1d', '--kit', kitFile];
    await done(runHere(['setup', ...place, ...protect, ...home], { ...setUpKey, ...passphrase }));
    await mkdir(join(folder, 'small'));
    await done(runHere(['backup', join(folder, 'small'), ...home], passphrase));
    const backup = await done(runHere(['backup', tree(), ...home], passphrase));
    newest = String(backup['snapshot']);
    kit = readKit(await readFile(kitFile, 'utf8'));
    const settings = { kind: 'b2', endpoint: vault.b2, bucket } as const;
    const provisioner = createProvisioner(settings, vault);
    readKey = await provisioner.createKey('read', kit.prefix, 'reader');
    await provisioner.close();
    account = await connectStore(settings, vault, realWorld);
    const names = new Set((await allVersions(account, kit.prefix)).map(({ name }) => name));
    await buryAll(account, [...names]);
    await writeFile(join(folder, 'words.txt'), `${wordlist.join('\n')}\n`);
  });

  afterAll(async () => {
    await account?.close();
    await vault?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  beforeEach((context: TestContext) => {
    if ('missing' in ready) context.skip(ready.missing);
  });

  const s3 = (): readonly string[] => ['--s3', vault.s3, '--region', vault.region];
  const b2 = (): readonly string[] => ['--b2', vault.b2];

  async function read(place: readonly string[], ...command: readonly string[]): Promise<PythonRan> {
    if ('missing' in ready) throw new Error(ready.missing);
    const where = ['--bucket', bucket, '--prefix', kit.prefix, '--repository', kit.repositoryId];
    return await runPythonReader(
      ready.python,
      [...place, ...where, '--word-list', join(folder, 'words.txt'), ...command],
      {
        HOLDFAST_WORDS: kit.words.join(' '),
        HOLDFAST_KEY_ID: readKey.keyId,
        HOLDFAST_KEY: readKey.key,
      },
    );
  }

  test('lists both snapshots from words, repository id and a read key, over both APIs', async () => {
    for (const place of [s3(), b2()]) {
      const listed = await read(place, 'list');
      expect([listed.err, listed.code]).toEqual(['', 0]);
      expect(listed.json['foreign']).toBe(0);
      expect(listed.json['snapshots']).toHaveLength(2);
      expect((listed.json['snapshots'] as string[])[1]).toBe(newest);
    }
  });

  test('lists a folder of the tree', async () => {
    const listed = await read(s3(), 'ls', 'latest', join(tree(), 'links'));
    expect(listed.code).toBe(0);
    expect(listed.out).toContain(`${join(tree(), 'links', 'dangling')} -> nothing here`);
    expect(listed.out).not.toContain(join(tree(), 'times'));
  });

  test('restores everything that is awkward, identical in every respect', async () => {
    const to = join(folder, 'restored');
    const restored = await read(s3(), 'restore', newest.slice(0, 12), to);
    expect([restored.err, restored.code]).toEqual(['', 0]);
    const compared = compareTrees(tree(), join(to, tree()));
    expect([compared.lines, compared.entries > 4_900]).toEqual([[], true]);
  });

  test('a forged snapshot is foreign, and refused where it is asked for', async () => {
    const genuine = await genuineSnapshot();
    const forged = Buffer.from(genuine);
    // The list part's row begins behind `{"repository":"…","needs":[["lists/`.
    forged[70] = (forged[70] ?? 0) ^ 1;
    const changedBody = Buffer.from(genuine);
    changedBody[genuine.length - 40] = (changedBody[genuine.length - 40] ?? 0) ^ 1;
    const ids = [
      await put(forged),
      await put(changedBody),
      await put(Buffer.from('HOLDFAST\u0001S not a snapshot')),
    ];
    const listed = await read(s3(), 'list');
    expect([listed.json['foreign'], listed.json['snapshots']]).toEqual([3, expect.not.arrayContaining(ids)]);
    for (const id of ids) {
      const refused = await read(s3(), 'restore', id, join(folder, 'forged'));
      expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('0 authentic snapshots')]);
    }
    expect(await readdir(folder)).not.toContain('forged');
  });

  test('wrong words and another repository open nothing', async () => {
    const right = kit;
    kit = { ...right, repositoryId: '0'.repeat(32) };
    const other = await read(s3(), 'restore', 'latest', join(folder, 'other'));
    kit = { ...right, words: [...right.words.slice(1), ...right.words.slice(0, 1)] };
    const wrong = await read(s3(), 'list');
    kit = right;
    expect([other.code, other.err]).toEqual([1, expect.stringContaining('0 authentic snapshots')]);
    if (wrong.code === 0) expect(wrong.json['snapshots']).toEqual([]);
    else expect(wrong.err).toContain('checksum');
  });

  // Last: it damages what the others read.
  test('a damaged pack is refused: its files are named, the rest comes back', async () => {
    const damaged = await damagePack();
    expect(damaged).toBeGreaterThan(0);
    const to = join(folder, 'damaged');
    const restored = await read(s3(), 'restore', 'latest', to);
    const problems = Number(restored.json['problems']);
    expect([restored.code, problems > 0, restored.err.includes('was changed')]).toEqual([1, true, true]);
    const { lines } = compareTrees(tree(), join(to, tree()), ['links', 'mtime']);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/: missing: file -> None$/);
  });

  async function genuineSnapshot(): Promise<Buffer> {
    const name = `${kit.prefix}snapshots/${newest}`;
    const versions = (await allVersions(account, name)).filter(({ kind }) => kind === 'object');
    const oldest = versions.toSorted((a, b) => a.uploadedAt - b.uploadedAt)[0];
    if (!oldest) throw new Error('no snapshot');
    return Buffer.from(await account.get(oldest));
  }

  async function put(body: Buffer): Promise<string> {
    const sha256 = createHash('sha256').update(body).digest('hex');
    await account.put({ name: `${kit.prefix}snapshots/${sha256}`, body, sha256, lockUntil: undefined });
    return sha256;
  }

  /** One bit in the middle of the largest object, where the vault keeps it: no API would let anybody. */
  async function damagePack(): Promise<number> {
    let largest = { path: '', size: 0 };
    for (const entry of await readdir(join(folder, 'vault'), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || /sqlite/.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      const { length: size } = await readFile(path);
      if (size > largest.size) largest = { path, size };
    }
    const bytes = await readFile(largest.path);
    const middle = Math.floor(bytes.length / 3);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(largest.path, bytes);
    return largest.size;
  }
});

async function done(ran: ReturnType<typeof runHere>): Promise<Readonly<Record<string, unknown>>> {
  const { code, json, err } = await ran;
  // The nasty tree has what cannot be read or is left out: 3 is a warning.
  if (code !== 0 && code !== 3) throw new Error(err);
  return json;
}
