import { expect, test } from 'vitest';
import { lockPolicy } from '../../locks/lock-policy.ts';
import { dayMs } from '../../locks/period.ts';
import { weeks, type Look } from './look.ts';
import { setState } from './set-state.ts';

const now = Date.UTC(2026, 10, 22);
const policy = lockPolicy(40);
const look: Look = {
  version: 1,
  at: now,
  aheadMs: 0,
  snapshots: 1,
  kept: 1,
  newest: null,
  least: now + 39 * dayMs,
  hiddenNeeded: 0,
  calendar: [],
  neededBytes: 0,
  otherBytes: 0,
  suspectedSince: null,
  clockWarning: null,
  keyAlarm: null,
  keyWords: null,
};
const calm = { look, now, policy, proven: 'proven', isPaused: false, isWorking: false } as const;
const inDays = (days: number): Look => ({ ...look, least: now + days * dayMs });

test.each([
  ['protected', {}],
  ['thinning', { look: inDays(20) }],
  ['at-risk', { look: inDays(5) }],
  ['at-risk', { look: { ...look, hiddenNeeded: 1 } }],
  ['at-risk', { proven: 'disproved' }],
  ['unproven', { proven: 'unproven' }],
  ['thinning', { look: inDays(20), proven: 'unproven' }],
  ['unknown', { policy: null }],
  ['lapsed', { look: inDays(-1) }],
  ['lapsed', { look: { ...look, least: 0 } }],
  ['suspected', { look: { ...inDays(-1), suspectedSince: now } }],
  ['paused', { isPaused: true, isWorking: true }],
  ['thinning', { look: inDays(20), isPaused: true, isWorking: true }],
  ['working', { isWorking: true }],
  ['empty', { look: { ...look, least: null } }],
  ['unknown', { look: null }],
  ['working', { look: null, isWorking: true }],
] as const)('%s: %j', (state, what) => {
  expect(setState({ ...calm, ...what })).toBe(state);
});

test('time alone makes locks run out', () => {
  expect([1, 15, 35, 40].map((days) => setState({ ...calm, now: now + days * dayMs }))).toEqual([
    'protected',
    'thinning',
    'at-risk',
    'lapsed',
  ]);
});

test('the calendar has weeks that begin on Monday, by what is needed and what is not', () => {
  const monday = Date.UTC(2026, 10, 23);
  const sunday = monday + 7 * dayMs - 1;
  expect(
    weeks([
      { size: 5, until: sunday, isNeeded: true },
      { size: 1, until: monday, isNeeded: false },
      { size: 2, until: sunday + 1, isNeeded: true },
    ]),
  ).toEqual([
    { from: monday, neededBytes: 5, otherBytes: 1 },
    { from: monday + 7 * dayMs, neededBytes: 2, otherBytes: 0 },
  ]);
});
