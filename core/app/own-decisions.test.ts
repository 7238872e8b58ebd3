import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDecisionList, withoutPin, withPin, withRetention } from '../locks/decisions.ts';
import { retentionPresets } from '../locks/retention.ts';
import type { Decision } from '../model/snapshot.ts';
import { homeAt, type Home } from './home.ts';
import { changeDecisions, currentDecisions, readDecisions, writeDecisions } from './own-decisions.ts';

const { lean, standard } = retentionPresets;
let home: Home;
beforeEach(async () => {
  home = homeAt(await mkdtemp(join(tmpdir(), 'holdfast-decisions-')));
});
afterEach(() => rm(home.folder, { recursive: true, force: true }));

const snapshotOf = (decisions: readonly Decision[]) => ({ body: { decisions } });

test('the file, else the newest snapshot, else the standard retention', async () => {
  expect(await readDecisions(home)).toBeUndefined();
  expect(readDecisionList(await currentDecisions(home, [])).retention).toEqual(standard);
  const published = [snapshotOf([]), snapshotOf(withRetention([], lean, 5))];
  expect(await currentDecisions(home, published)).toEqual(withRetention([], lean, 5));
  await writeDecisions(home, []);
  expect(await currentDecisions(home, published)).toEqual([]);
});

test('a change starts from what stands, and leaves one file behind', async () => {
  const published = [snapshotOf(withRetention([], lean, 5))];
  const first = await changeDecisions(home, published, (list) => withPin(list, 'a', 6));
  const second = await changeDecisions(home, [], (list) => withPin(withPin(list, 'a', 7), 'b', 8));
  expect(readDecisionList(first)).toEqual({ retention: lean, pins: ['a'], suspicions: [] });
  expect(readDecisionList(second)).toEqual({ retention: lean, pins: ['a', 'b'], suspicions: [] });
  const third = await changeDecisions(home, [], (list) => withRetention(withoutPin(list, 'a'), standard, 9));
  expect(readDecisionList(third)).toEqual({ retention: standard, pins: ['b'], suspicions: [] });
  expect(await readDecisions(home)).toEqual(third);
  expect(await readdir(home.folder)).toEqual(['decisions.json']);
});

test.each([
  ['no JSON', '{'],
  ['another version', '{"version": 2, "decisions": []}'],
  ['something else', '{"version": 1, "decisions": [{"kind": "pin"}]}'],
])('%s is refused, not guessed at', async (_, contents) => {
  await writeFile(home.decisions, contents);
  await expect(currentDecisions(home, [])).rejects.toMatchObject({ code: 'home-damaged' });
});
