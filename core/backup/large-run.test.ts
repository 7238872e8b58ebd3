import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BackupFixture, noise } from '../../test/backup/backup-fixture.ts';
import { LargeRunGate, type LargeRun } from './large-run.ts';

const here = new BackupFixture();

test('a run that would lock more than twice what is stored asks once, and a no ends it without a snapshot', async () => {
  const set = await here.newSet();
  const asked: LargeRun[] = [];
  const options = (answer: boolean): Parameters<typeof set.backUp>[1] => ({
    packTargetBytes: 20_000,
    smallRunBytes: 0,
    onLargeRun: (run) => {
      asked.push(run);
      return Promise.resolve(answer);
    },
  });
  writeFileSync(set.path('a'), noise(50_000, 1));
  const first = await set.backUp({}, options(false));
  writeFileSync(set.path('b'), noise(60_000, 2));
  const second = await set.backUp({}, options(false));
  expect(asked).toEqual([]);

  writeFileSync(set.path('c'), noise(600_000, 3));
  await expect(set.backUp({}, options(false))).rejects.toMatchObject({ code: 'run-too-large' });
  expect(asked).toEqual([
    { storedBefore: expect.any(Number) as unknown, newBytes: expect.any(Number) as unknown },
  ]);
  expect(asked[0]!.newBytes).toBeGreaterThan(2 * asked[0]!.storedBefore);
  expect(await set.expectWhole()).toEqual([first.snapshot, second.snapshot]);
  const uploaded = set.store.puts.reduce((sum, { body }) => sum + body.length, 0);
  expect(uploaded).toBeLessThan(2 * asked[0]!.storedBefore + 20_000);

  // What was uploaded is part of what is stored, and is used.
  const third = await set.backUp({}, options(true));
  expect(third.newBytes).toBeLessThan(600_000);
  expect(await set.expectWhole()).toHaveLength(3);
});

test('nobody is asked below a size that costs nothing, where nobody can answer, and in the first run', async () => {
  const no = (): Promise<boolean> => Promise.resolve(false);
  await new LargeRunGate(100, no, 1_000).pass(1_000);
  await new LargeRunGate(100, undefined, 0).pass(1e12);
  await new LargeRunGate(0, no, 0).pass(1e12);
  await expect(new LargeRunGate(100, no, 0).pass(201)).rejects.toMatchObject({ code: 'run-too-large' });
});
