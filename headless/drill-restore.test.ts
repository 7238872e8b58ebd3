import { randomBytes } from 'node:crypto';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../practice/server/start-practice-vault.ts';
import { administer } from '../test/storage/open-practice-subject.ts';
import { runHere, type RanHere } from './testing/run-here.ts';

let folder: string;
let vault: PracticeVault;

const run = (...args: string[]): Promise<RanHere> => {
  const keys = { HOLDFAST_SETUP_KEY_ID: vault.keyId, HOLDFAST_SETUP_KEY: vault.key };
  const home = ['--home', join(folder, 'home'), '--json'];
  return runHere([...args, ...home], { HOLDFAST_PASSPHRASE: 'tide and time', ...keys });
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-drill-test-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
  await mkdir(join(folder, 'files'));
  for (let number = 0; number < 30; number++)
    await writeFile(join(folder, 'files', `file ${number}`), randomBytes(3_000));
  const place = ['--b2', vault.b2, '--bucket', 'drill-bucket', '--protect', '30d'];
  const setUp = await run('setup', ...place, '--kit', join(folder, 'kit.txt'));
  const backup = await run('backup', join(folder, 'files'));
  if (setUp.code !== 0 || backup.code !== 0) throw new Error(setUp.err + backup.err);
});
afterAll(async () => {
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

const statusText = async (): Promise<string> => {
  const home = ['--home', join(folder, 'home')];
  return (await runHere(['status', ...home], { HOLDFAST_PASSPHRASE: 'tide and time' })).out;
};

test('a sample comes back and is compared, nothing is written, and status knows; a month later it reminds', async () => {
  expect(await statusText()).toMatch(/Last drill +none yet: `holdfast drill restore`/);
  const { code, json } = await run('drill', 'restore');
  expect([code, json]).toEqual([
    0,
    expect.objectContaining({ ok: true, files: 20, compared: 20, notCompared: [], problems: [], writes: 0 }),
  ]);
  expect((await run('drill', 'restore', '--files', '7')).json).toMatchObject({ files: 7, compared: 7 });
  expect(await statusText()).toMatch(
    /Last drill +[-\d]+ [:\d]+, 7 files came back, 7 compared with those here\n/,
  );
  await administer(vault, 'clock', { advanceMs: 32 * 86_400_000 });
  expect(await statusText()).toMatch(/7 compared .*more than a month ago, so run `holdfast drill restore`/);
});

test('a number of files that is none is refused', async () => {
  for (const files of ['0', '-1', 'many', '10001']) {
    const { code, json } = await run('drill', 'restore', '--files', files);
    expect([code, json['error']]).toEqual([2, expect.objectContaining({ code: 'usage' })]);
  }
});

test('what the provider has damaged fails the drill, is told once as an event, and stays in status', async () => {
  // The largest object is the pack of the files; no API would let anybody do this.
  let largest = { path: '', size: 0 };
  for (const entry of readdirSync(join(folder, 'vault'), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const { size } = statSync(path);
    if (entry.isFile() && !/sqlite/.test(entry.name) && size > largest.size) largest = { path, size };
  }
  writeFileSync(largest.path, Buffer.alloc(largest.size, 7));
  const { code, json } = await run('drill', 'restore', '--files', '3');
  expect([code, json['ok'], json['files']]).toEqual([1, false, 0]);
  expect(json['problems']).toHaveLength(3);
  expect((json['problems'] as { path: string }[])[0]?.path).toContain(join(folder, 'files', 'file '));
  const first = await statusText();
  expect([first, first]).toEqual([
    expect.stringMatching(/! A drill could not bring back .* and 2 more/),
    expect.stringMatching(/Last drill .*FAILED for 3 paths/),
  ]);
  expect(await statusText()).not.toMatch(/! A drill/);
});
