import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  readDecisionList,
  standingDecisions,
  withoutPin,
  withPin,
  withRetention,
} from '../locks/decisions.ts';
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

const day = 86_400_000;
/** One list a day, the last one just now. */
function publishedLists(...lists: readonly (readonly Decision[])[]) {
  const snapshots = lists.map((decisions, index) => ({ uploadedAt: index * day, decisions }));
  return { snapshots, standing: standingDecisions(snapshots, undefined, (lists.length - 1) * day, day) };
}
const none = publishedLists();

test('two pins that are set at once both hold', async () => {
  const pins = ['a'.repeat(64), 'b'.repeat(64)];
  await Promise.all(pins.map((id) => changeDecisions(home, none, (list) => withPin(list, id, 5))));
  expect(readDecisionList(await currentDecisions(home, none)).pins.toSorted()).toEqual(pins);
});

test('the file, else what stands by what is published, else the standard retention', async () => {
  expect(await readDecisions(home)).toBeUndefined();
  expect(readDecisionList(await currentDecisions(home, none)).retention).toEqual(standard);
  const published = publishedLists(withRetention([], lean, 5));
  expect(await currentDecisions(home, published)).toEqual(withRetention([], lean, 0));
  await writeDecisions(home, []);
  expect(await currentDecisions(home, published)).toEqual([]);
});

test('a home without a list of its own does not take over what keeps less because it was published last', async () => {
  const nothing = { all: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };
  const owners = [
    ...withPin(withRetention([], standard, 0), 'a', 0),
    { at: 0, kind: 'suspicion', value: { since: 7 } },
  ];
  const lists = [owners, withRetention([], nothing, 0)];
  // Backups every day from then on, each with what this home goes on with.
  for (let days = 0; days < 20; days++) lists.push(await currentDecisions(home, publishedLists(...lists)));
  expect(readDecisionList(lists.at(-1)!)).toEqual({ retention: standard, pins: ['a'], suspicions: [7] });
  expect((await changeDecisions(home, publishedLists(...lists), (list) => list)).length).toBe(3);
});

test('a change starts from what stands, and leaves one file behind', async () => {
  const published = publishedLists(withRetention([], lean, 5));
  const first = await changeDecisions(home, published, (list) => withPin(list, 'a', 6));
  const second = await changeDecisions(home, none, (list) => withPin(withPin(list, 'a', 7), 'b', 8));
  expect(readDecisionList(first)).toEqual({ retention: lean, pins: ['a'], suspicions: [] });
  expect(readDecisionList(second)).toEqual({ retention: lean, pins: ['a', 'b'], suspicions: [] });
  const third = await changeDecisions(home, none, (list) =>
    withRetention(withoutPin(list, 'a'), standard, 9),
  );
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
  await expect(currentDecisions(home, none)).rejects.toMatchObject({ code: 'home-damaged' });
});
