import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { masterToWords } from '../core/crypto/recovery-words.ts';
import { BackupFixture, type TestSet } from '../test/backup/backup-fixture.ts';
import { runHere, type RanHere } from './testing/run-here.ts';

const dayMs = 86_400_000;
const fixture = new BackupFixture('b2');

async function recover(set: TestSet, master: number, ...args: string[]): Promise<RanHere> {
  const { prefix, repositoryId, store } = set.repository;
  return await runHere(
    [
      'recover',
      ...args,
      '--b2',
      fixture.vault.b2,
      '--bucket',
      store.bucket,
      '--prefix',
      prefix,
      '--repository',
      repositoryId,
    ],
    {
      HOLDFAST_WORDS: masterToWords(new Uint8Array(32).fill(master)).join(' '),
      HOLDFAST_KEY_ID: fixture.vault.keyId,
      HOLDFAST_KEY: fixture.vault.key,
    },
  );
}

test('after everything was hidden: one sentence, the proposal, the table and what to type next', async () => {
  const set = await fixture.newSet();
  for (const day of [1, 2]) {
    writeFileSync(set.path('letter.txt'), `dear reader, this is day ${day}\n`.repeat(40));
    await set.backUp();
    await fixture.moveClock(dayMs);
  }
  const [, newest] = await set.snapshots();
  const quiet = await recover(set, 1, 'timeline', '--json');
  expect(quiet.code).toBe(0);
  expect(quiet.json).toMatchObject({
    attackBegan: null,
    proposal: { snapshot: newest!.id },
    writes: 0,
    unread: { names: 0, since: null },
  });
  for await (const page of fixture.powerful.listVersions(set.repository.prefix))
    for (const { name, kind } of page) if (kind === 'object') await fixture.powerful.hide(name);
  const words = await recover(set, 1, 'timeline');
  expect(words.out).toMatch(/^The attack began about /);
  expect(words.out).toContain(`Restore snapshot ${newest!.id.slice(0, 8)}`);
  expect(words.out).toContain('complete and intact, locked until');
  expect(words.out).toContain('holdfast recover restore');
  expect(words.err).toContain('Looking closer now');
  const json = await recover(set, 1, 'timeline', '--json', '--quick');
  expect(json.json).toMatchObject({
    proposal: { snapshot: newest!.id, reasons: expect.any(Array) },
    writes: 0,
  });
  expect(json.json['snapshots']).toMatchObject([{ intact: true }, { intact: true, marks: [], missing: 0 }]);
  expect((await recover(set, 1, 'ls', 'proposed', '--json')).json).toMatchObject({ snapshot: newest!.id });
});

test('the last backup hides nothing: where the locks end soon, holding comes first', async () => {
  const set = await fixture.newSet();
  writeFileSync(set.path('letter.txt'), 'dear reader\n'.repeat(40));
  await set.backUp();
  await fixture.moveClock(31 * dayMs);
  const { out } = await recover(set, 2, 'timeline');
  expect(out).toContain('Nothing in the bucket says that there was an attack.');
  expect(out).toMatch(/holdfast recover hold [0-9a-f]{8}/);
});

test('nothing there: it says what may be wrong', async () => {
  const set = await fixture.newSet();
  const answer = await recover(set, 3, 'timeline', '--json');
  expect([answer.code, answer.json['error']]).toMatchObject([1, { code: 'snapshot-unknown' }]);
});
