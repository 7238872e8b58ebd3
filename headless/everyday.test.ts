import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../practice/server/start-practice-vault.ts';
import { compareFolders } from './demo/compare-folders.ts';
import { runHoldfast, type Ended } from './run-holdfast.ts';

let folder: string;
let vault: PracticeVault;
let files: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-everyday-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
  files = join(folder, 'files');
  await mkdir(join(files, 'letters'), { recursive: true });
  await writeFile(join(files, 'letters', 'dear ada.txt'), 'Dear Ada,');
  await writeFile(
    join(files, 'numbers.bin'),
    new Uint8Array(3_000_000).map((_, n) => n * n),
  );
});
afterAll(async () => {
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

const anyKey = (): Record<string, string> => ({ HOLDFAST_KEY_ID: vault.keyId, HOLDFAST_KEY: vault.key });
const setUpKey = (): Record<string, string> => ({
  HOLDFAST_SETUP_KEY_ID: vault.keyId,
  HOLDFAST_SETUP_KEY: vault.key,
});

describe.each([
  ['B2', () => ['--b2', vault.b2, '--bucket', 'everyday-b2'], setUpKey],
  ['S3', () => ['--s3', vault.s3, '--bucket', 'everyday-s3', '--prefix', 'laptop'], anyKey],
])('everyday life on %s', (kind, place, keys) => {
  const home = (): string => join(folder, `home-${kind}`);
  const kit = (): string => join(folder, `kit-${kind}.txt`);
  const run = (args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
    runHoldfast([...args, '--json'], {
      HOLDFAST_HOME: home(),
      HOLDFAST_PASSPHRASE: 'tide and time',
      ...environment,
    });

  test('set-up makes bucket, kit and home, and no secret is in what it says', async () => {
    const ended = await run(['setup', ...place(), '--protect', '30d', '--kit', kit()], keys());
    expect([ended.code, ended.json['bucketCreated'], ended.json['keyCreated']]).toEqual([
      0,
      true,
      kind === 'B2',
    ]);
    const text = await readFile(kit(), 'utf8');
    const words =
      text
        .match(/^(?: +\d+ [a-z]+)+$/gm)
        ?.join(' ')
        .match(/[a-z]+/g) ?? [];
    expect(words).toHaveLength(24);
    expect(text).toContain(`Fingerprint:   ${String(ended.json['fingerprint'])}`);
    for (const secret of [...words.slice(0, 1).map(() => words.join(' ')), vault.key])
      expect(ended.stdout + ended.stderr + (secret === vault.key ? text : '')).not.toContain(secret);
    expect((await stat(kit())).mode & 0o077).toBe(0);
  });

  test('a backup says what was stored and until when it is protected', async () => {
    const ended = await run(['backup', files]);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(ended.json).toMatchObject({
      snapshot: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      files: 2,
      bytes: 3_000_009,
      requests: { put: expect.any(Number) as unknown },
      skipped: [],
    });
    const days = (Date.parse(String(ended.json['protectedUntil'])) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(30);
    expect(days).toBeLessThan(33);
  });

  test('an unchanged backup uploads no pack; an excluded file is not in it', async () => {
    const again = await run(['backup', files]);
    expect(again.json).toMatchObject({ files: 2, storedBytes: 0, newBytes: 0 });
    const less = await run(['backup', '--exclude', '*.tmp', '--exclude', '*.bin', files]);
    expect(less.json).toMatchObject({ files: 1, bytes: 9 });
  });

  test('what is there can be listed and found, also after the catalog was deleted', async () => {
    for (const suffix of ['', '-wal', '-shm'])
      await rm(join(home(), `catalog.sqlite${suffix}`), { force: true });
    const listed = (await run(['snapshots'])).json['snapshots'] as {
      id: string;
      files: number;
      protectedUntil: string;
    }[];
    expect(listed.map((one) => one.files)).toEqual([2, 2, 1]);
    for (const { protectedUntil } of listed)
      expect(Date.parse(protectedUntil)).toBeGreaterThan(Date.now() + 30 * 86_400_000);
    const [first] = listed;
    const entries = await run(['ls', first?.id.slice(0, 8) ?? '', join(files, 'letters')]);
    expect(entries.json).toMatchObject({
      snapshot: first?.id,
      entries: [{ path: join(files, 'letters', 'dear ada.txt'), type: 'file', size: 9 }],
    });
    const found = await run(['find', 'DEAR*']);
    expect(found.json).toMatchObject({
      matches: [{ path: join(files, 'letters', 'dear ada.txt'), snapshots: listed.map(({ id }) => id) }],
    });
  });

  test('check finds nothing wrong', async () => {
    const ended = await run(['check', '--read-data']);
    expect(ended.json).toMatchObject({ ok: true, findings: [] });
    expect(ended.code).toBe(0);
  });

  test('the files come back, on this computer and on a clean one with the words of the kit', async () => {
    const [first] = (await run(['snapshots'])).json['snapshots'] as { id: string }[];
    const here = join(folder, `here-${kind}`);
    const ended = await run(['restore', first?.id ?? '', '--to', here]);
    expect(ended.json).toMatchObject({ files: 2, bytes: 3_000_009, problems: [] });
    expect((await compareFolders(files, join(here, 'files'))).differences).toEqual([]);

    const clean = { HOLDFAST_HOME: join(folder, `clean-${kind}`) };
    const words = (await readFile(kit(), 'utf8')).match(/^(?: +\d+ [a-z]+)+$/gm)?.join(' ') ?? '';
    const joined = await run(['setup', ...place(), '--existing'], {
      ...clean,
      ...anyKey(),
      HOLDFAST_WORDS: words,
    });
    expect(joined.json).toMatchObject({ snapshots: 3, protectDays: 30 });
    const there = join(folder, `there-${kind}`);
    const path = join(files, 'letters', 'dear ada.txt');
    const one = await run(['restore', 'latest', path, '--to', there], clean);
    expect(one.json).toMatchObject({ files: 1, problems: [] });
    expect(await readFile(join(there, 'dear ada.txt'), 'utf8')).toBe('Dear Ada,');
  });

  test('the kit can be written again, to a new file only', async () => {
    const second = join(folder, `second-${kind}.txt`);
    expect((await run(['kit', second])).code).toBe(0);
    expect(await readFile(second, 'utf8')).toBe(await readFile(kit(), 'utf8'));
    expect((await run(['kit', second])).json['error']).toMatchObject({ code: 'path-impossible' });
  });
});

test('the practice clock goes forward, and the protection of a snapshot with it to its end', async () => {
  const home = { HOLDFAST_HOME: join(folder, 'home-B2'), HOLDFAST_PASSPHRASE: 'tide and time' };
  const clock = await runHoldfast(['practice', 'clock', '+40d', '--port', String(vault.port), '--json'], {});
  expect(clock.json).toMatchObject({ clockOffsetMs: 40 * 86_400_000 });
  const table = await runHoldfast(['snapshots'], home);
  expect(table.stdout).toMatch(/\(passed\)/);
  const check = await runHoldfast(['check', '--json'], home);
  expect([check.code, check.json['ok']]).toEqual([3, false]);
  const backup = await runHoldfast(['backup', files, '--json'], home);
  expect(backup.code).toBe(0);
  expect(Date.parse(String(backup.json['protectedUntil']))).toBeGreaterThan(Date.now() + 70 * 86_400_000);
});
