import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Holdfast } from './holdfast.ts';
import { startPracticeProcess, type PracticeProcess } from './practice-process.ts';
import { restoredAt } from './stories/restored.ts';
import { workFolder } from './work-folder.ts';

/** Root reads everything, so as root the command runs as nobody; elsewhere as whoever runs the tests. */
const isRoot = process.getuid?.() === 0;
const nobody = isRoot ? { uid: 65_534, gid: 65_534 } : {};
const command = fileURLToPath(new URL('../../headless/holdfast.js', import.meta.url));
const canRun = spawnSync(process.execPath, [command, '--version'], { ...nobody }).status === 0;

describe.skipIf(!canRun)('files that may not be read', () => {
  const folder = workFolder();
  const tree = join(folder.path, 'tree');
  const home = join(folder.path, 'home');
  let vault: PracticeProcess;

  beforeAll(async () => {
    folder.make();
    vault = await startPracticeProcess(join(folder.path, 'practice'));
    chmodSync(folder.path, 0o755);
    for (const path of [tree, join(tree, 'closed'), home]) mkdirSync(path);
    for (const name of ['readable', 'secret', 'closed/inside']) writeFileSync(join(tree, name), name);
    for (const path of [tree, join(tree, 'closed'), home, join(tree, 'readable'), join(tree, 'secret')])
      if (isRoot) chownSync(path, 65_534, 65_534);
    chmodSync(join(tree, 'secret'), 0o000);
    chmodSync(join(tree, 'closed'), 0o000);
  });
  afterAll(async () => {
    await vault.close();
    folder.remove();
  });

  test('are listed by name, the run ends "completed with warnings", and everything else comes back', async () => {
    const key = { HOLDFAST_SETUP_KEY_ID: vault.keyId, HOLDFAST_SETUP_KEY: vault.key };
    const setUp = ['setup', '--b2', vault.b2, '--bucket', 'unreadable', '--protect', '1d'];
    await new Holdfast(home, key, nobody).succeed(setUp);
    const holdfast = new Holdfast(home, {}, nobody);

    const answer = await holdfast.run('backup', tree);
    expect(answer.code).toBe(3);
    const skipped = answer.json['skipped'] as readonly { readonly path: string; readonly reason: string }[];
    expect(skipped.map(({ path }) => path).toSorted()).toEqual([join(tree, 'closed'), join(tree, 'secret')]);
    for (const { reason } of skipped) expect(reason).not.toBe('');

    const to = join(home, 'restored');
    await holdfast.succeed(['restore', 'latest', '--to', to]);
    const back = restoredAt(to, tree);
    expect(readFileSync(join(back, 'readable'), 'utf8')).toBe('readable');
    expect(existsSync(join(back, 'secret'))).toBe(false);

    // Once it may be read, the next run takes it.
    chmodSync(join(tree, 'secret'), 0o600);
    chmodSync(join(tree, 'closed'), 0o755);
    expect((await holdfast.run('backup', tree)).code).toBe(0);
    const again = join(home, 'restored again');
    await holdfast.succeed(['restore', 'latest', '--to', again]);
    expect(readFileSync(join(restoredAt(again, tree), 'secret'), 'utf8')).toBe('secret');
  });
});
