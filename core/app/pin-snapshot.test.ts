import { expect, test } from 'vitest';
import type { Decision } from '../model/snapshot.ts';
import { versionsToLift } from './pin-snapshot.ts';
import { surveyOf } from './testing/survey-of.ts';

const pin = (snapshot: string): Decision => ({ at: 0, kind: 'pin', value: { snapshot } });
const survey = surveyOf(
  [
    { id: 'a', uploadedAt: 1, packs: { both: 1, 'only a': 1 } },
    { id: 'b', uploadedAt: 2, packs: { both: 1, 'only b': 1 } },
    { id: 'lost', uploadedAt: 3, unreadable: true },
  ],
  { now: 4 },
);
const lifted = (decisions: readonly Decision[]): readonly string[] =>
  versionsToLift(survey.snapshots[0]!, survey.snapshots, survey.needs, decisions)
    .map(({ name }) => name)
    .toSorted();

test('everything is lifted where no other is pinned', () => {
  expect(lifted([])).toEqual(['both', 'lists/a', 'only a', 'snapshots/a']);
  // Its own pin, and one of a snapshot that is not there, spare nothing.
  expect(lifted([pin('a'), pin('gone')])).toHaveLength(4);
});

test('what another pinned one needs is spared', () => {
  expect(lifted([pin('b')])).toEqual(['lists/a', 'only a', 'snapshots/a']);
});

test('nothing is lifted where it is not known what another pinned one needs', () => {
  expect(() => lifted([pin('lost')])).toThrow(expect.objectContaining({ code: 'object-missing' }));
});
