import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Holdfast } from './holdfast.ts';
import { startPracticeProcess, type PracticeProcess } from './practice-process.ts';
import { workFolder } from './work-folder.ts';

const folder = workFolder();
let vault: PracticeProcess;

beforeAll(async () => {
  folder.make();
  vault = await startPracticeProcess(join(folder.path, 'practice'), '--liar');
});
afterAll(async () => {
  await vault?.close();
  folder.remove();
});

test('a store that takes locks and deletes all the same is refused at set-up, and told of later', async () => {
  const home = join(folder.path, 'home');
  const setUpKey = { HOLDFAST_SETUP_KEY_ID: vault.keyId, HOLDFAST_SETUP_KEY: vault.key };
  const setUp = ['setup', '--b2', vault.b2, '--bucket', 'lying-bucket', '--protect', '30d'];
  const proving = new Holdfast(home, { ...setUpKey, HOLDFAST_PROOF_SECONDS: '60' });
  const refused = await proving.run(...setUp);
  expect([refused.code, refused.json]).toMatchObject([1, { error: { code: 'locks-not-kept' } }]);

  await new Holdfast(home, setUpKey).succeed(setUp);
  const stored = await new Holdfast(home).run('locks', 'prove');
  // Its key may not delete, so by itself it cannot tell.
  expect([stored.code, stored.json]).toMatchObject([0, { verdict: 'ok', lockHalf: null }]);
  const broken = await proving.run('locks', 'prove');
  expect([broken.code, broken.json]).toMatchObject([
    1,
    { verdict: 'broken', lockHalf: { verdict: 'broken' } },
  ]);
  const attempts = (broken.json['lockHalf'] as { attempts: object[] }).attempts;
  expect(attempts.slice(-2)).toMatchObject([
    { what: 'delete the locked object', expected: 'refused', outcome: 'done' },
    { what: 'delete the locked object with the bypass flag', expected: 'refused', outcome: 'done' },
  ]);
});
