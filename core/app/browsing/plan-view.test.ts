import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { outlookOf } from '../../recovery/plan-recovery.ts';
import { prepareRestore, type PreparedRestore } from '../../restore/run-restore.ts';
import { TestRepository } from '../../restore/testing/test-repository.ts';
import { realWorld } from '../../system/world.ts';
import { planView } from './plan-view.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-plan-view-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const b2 = 'https://api.backblazeb2.com';
const wish = (): { readonly to: string; readonly conflicts: 'keep-both' } => ({
  to: join(folder, 'new'),
  conflicts: 'keep-both',
});

async function prepare(lost: readonly string[] = []): Promise<PreparedRestore> {
  const repository = new TestRepository();
  const files = ['one.txt', 'two.txt'].map((name) => repository.file(name, `contents of ${name}`));
  const gone = lost.map((name) => ({
    ...repository.file(name, ''),
    size: 3,
    content: [{ id: 'ab'.repeat(32), length: 3 }],
  }));
  const snapshot = repository.snapshot({ '/docs': repository.directory('docs', [...files, ...gone]) });
  return await prepareRestore({
    repository: repository.readable,
    catalog: repository,
    snapshot,
    paths: [],
    world: realWorld,
    ...wish(),
  });
}

const view = (prepared: PreparedRestore, endpoint = b2) =>
  planView(
    'id',
    { prepared, outlook: outlookOf(prepared, { missing: [], lockedUntil: undefined }) },
    wish(),
    endpoint,
  );

test('nothing to warn of: where, how much, what it costs, and one file as an example', async () => {
  const prepared = await prepare();
  expect(view(prepared)).toMatchObject({
    plan: 'id',
    files: 2,
    alreadyThere: 0,
    replaces: 0,
    warnings: [],
    resultPath: `${folder}/new/`,
    example: `${folder}/new/docs/one.txt`,
    currency: 'USD',
  });
  expect(view(prepared).downloadCost).toBeGreaterThan(0);
  expect(view(prepared, 'https://s3.example.com').downloadCost).toBeNull();
});

test('a disk that is too small, and what cannot come back, are said before anything is written', async () => {
  expect(view({ ...(await prepare()), freeBytes: 5 }).warnings).toEqual([
    {
      words: expect.stringMatching(/^The disk has 5 bytes free, and \d+ bytes are needed\./),
      said: { code: 'plan-no-room', free: { bytes: 5 }, needed: { bytes: expect.any(Number) } },
    },
  ]);
  expect(view(await prepare(['lost.txt'])).warnings).toEqual([
    {
      words: '1 file or folder cannot come back: what they need is gone from the storage or damaged.',
      said: { code: 'plan-lost', count: 1 },
    },
  ]);
});

test('objects that are known to be gone are counted', async () => {
  const prepared = await prepare();
  const outlook = outlookOf(prepared, { missing: ['packs/xx'], lockedUntil: undefined });
  expect(planView('id', { prepared, outlook }, wish(), b2).warnings).toEqual([
    {
      words: '1 object that this restore needs is gone from the storage.',
      said: { code: 'plan-packs-gone', count: 1 },
    },
  ]);
});
