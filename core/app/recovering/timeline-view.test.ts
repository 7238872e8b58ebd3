import { expect, test } from 'vitest';
import type { Told } from '../../model/said.ts';
import type { Mark } from '../../recovery/timeline/mark.ts';
import type { Timeline, TimelineSnapshot } from '../../recovery/timeline/timeline.ts';
import { seen } from '../../recovery/timeline/testing/seen-snapshot.ts';
import { timelineView } from './timeline-view.ts';

const dayMs = 86_400_000;
const now = 1_800_000_000_000;

const marked = (marks: readonly Mark[], asked: TimelineSnapshot['presence']): TimelineSnapshot => ({
  ...seen(1),
  marks,
  presence: asked,
});

const presence = (missing: number, lockedUntil: number): NonNullable<TimelineSnapshot['presence']> => ({
  needed: 3,
  missing,
  lockedUntil,
  bytes: 0,
  longestLock: lockedUntil,
});

const timeline = (part: Partial<Timeline>): Timeline =>
  ({
    now,
    snapshots: [],
    evidence: [],
    attackBegan: null,
    proposal: null,
    activity: [],
    notLookedAt: [],
    requests: { firstAnswer: 0, total: 0 },
    unread: { names: 0, since: null },
    foreign: { names: 0, since: null },
    ...part,
  }) as Timeline;

test('what speaks for an attack alarms, what makes a backup useless warns, the rest is a note', () => {
  const marks: readonly Mark[] = [
    { kind: 'after-attack', words: 'after', said: { code: 'mark-after-attack' }, matters: true },
    {
      kind: 'incomplete',
      words: 'lacks',
      said: { code: 'mark-incomplete', count: 1, needed: 3 },
      matters: true,
    },
    { kind: 'unusual', words: 'much', said: { code: 'mark-unusual', signs: [] }, matters: false },
    { kind: 'suspicious', words: 'excused', said: { code: 'mark-suspicious', signs: [] }, matters: false },
  ];
  const [row] = timelineView(timeline({ snapshots: [marked(marks, undefined)] }), false).snapshots;
  expect(row?.marks.map(({ kind, severity }) => [kind, severity])).toEqual([
    ['after-attack', 'alarm'],
    ['incomplete', 'warning'],
    ['unusual', 'note'],
    ['suspicious', 'note'],
  ]);
});

test('whole, lacking and not asked are three answers, and a lock is known only where it was asked for', () => {
  const rows = timelineView(
    timeline({
      snapshots: [
        marked([], presence(0, now + 15 * dayMs)),
        marked([], presence(1, 0)),
        marked([], undefined),
      ],
    }),
    true,
  ).snapshots;
  expect(rows.map(({ intact, protectedUntil }) => [intact, protectedUntil])).toEqual([
    [true, now + 15 * dayMs],
    [false, null],
    [null, null],
  ]);
  expect(rows[0]?.lockShare).toBeGreaterThan(0);
});

const hidden: Told = { words: 'hidden', said: { code: 'newest-hidden', count: 1 } };
const old: Told = { words: 'old', said: { code: 'oldest-left' } };
const rest: Told = { words: 'a lot', said: { code: 'rest-names', count: 9 } };

test('markers and foreign versions are hostile, what is ours is ours', () => {
  const bucket = {
    at: now,
    ms: dayMs,
    ours: 5,
    markers: 2,
    foreignVersions: 3,
    foreignBytes: 9,
    unexplained: 1,
  };
  const view = timelineView(
    timeline({
      activity: [bucket],
      attackBegan: { at: now, words: 'hidden', because: [hidden] },
      proposal: { snapshot: 'a', reasons: [old], runnerUp: null, runnerUpWords: '' },
      notLookedAt: [rest],
    }),
    true,
  );
  expect(view).toMatchObject({
    final: true,
    activity: [{ at: now, ms: dayMs, ours: 5, hostile: 5 }],
    attackBegan: { at: now, words: 'hidden', because: [hidden] },
    proposal: { snapshot: 'a', reasons: [old], runnerUp: null },
    notLookedAt: [rest],
  });
});
