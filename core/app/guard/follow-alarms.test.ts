import { describe, expect, test } from 'vitest';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { alarmKinds, type Alarm } from '../../guard/alarms.ts';
import { alarmWords, failureAlarm } from './alarm-words.ts';
import { followAlarms } from './follow-alarms.ts';
import type { OpenAlarm } from './guard-state.ts';

const told: OpenAlarm = { kind: 'covered', words: 'before', since: 1, amount: 5, told: ['mail'] };
const untold: OpenAlarm = { kind: 'missing', words: 'before', since: 1, amount: 1, told: [] };

const open = (
  ...alarms: readonly OpenAlarm[]
): { open: readonly OpenAlarm[]; over: readonly OpenAlarm[] } => ({
  open: alarms,
  over: [],
});

describe('which alarms are open', () => {
  test('one that goes on is the same one, with its newest words', () => {
    for (const amount of [1, 5, 9])
      expect(followAlarms(open(told), [{ kind: 'covered', words: 'now', amount }], 9, true)).toEqual({
        open: [{ ...told, words: 'now' }],
        over: [],
      });
  });

  test('one that became twice as bad is told again: an old marker must not silence a new intruder', () => {
    const twice = followAlarms(open(told), [{ kind: 'covered', words: 'now', amount: 10 }], 9, true);
    expect(twice.open).toEqual([{ ...told, words: 'now', amount: 10, told: [] }]);
  });

  test('a new one is told to nobody yet', () => {
    expect(followAlarms(open(), [{ kind: 'covered', words: 'now', amount: 2 }], 9, true).open).toEqual([
      { kind: 'covered', words: 'now', since: 9, amount: 2, told: [] },
    ]);
  });

  test('what is not seen any more is over; who never heard of it need not be told', () => {
    expect(followAlarms(open(told, untold), [], 9, true)).toEqual({ open: [], over: [told] });
  });

  test('a round that failed ends no alarm', () => {
    const seen = { kind: 'nobody-answers', words: 'now', amount: 1 } as const;
    const after = followAlarms(open(told), [seen], 9, false);
    expect([after.open.map(({ kind }) => kind), after.over]).toEqual([['nobody-answers', 'covered'], []]);
  });
});

describe('a round that fails', () => {
  const hour = 3_600_000;
  const network = new HoldfastError('network-unreachable', {}, { retry: 'later' });

  test('for want of an answer is an alarm after a day', () => {
    expect(failureAlarm(network, 23 * hour, 'w')).toBeUndefined();
    expect(failureAlarm(network, 25 * hour, 'w')).toEqual({ kind: 'nobody-answers', facts: { hours: 25 } });
  });

  test('for any other reason is one at once', () => {
    expect(failureAlarm(new HoldfastError('key-invalid'), 0, 'The key …')?.kind).toBe('round-failed');
    expect(failureAlarm(new Error('bug'), 0, 'w')?.kind).toBe('round-failed');
  });
});

test('every alarm has words, of one or two sentences, without a gap', () => {
  const facts: Readonly<Record<Alarm['kind'], Alarm['facts']>> = {
    'no-new-snapshot': { newest: 1e12, days: 4, foreign: 0 },
    covered: { markers: 1, foreign: 2, names: ['packs/a', 'packs/b'] },
    'renewal-refused': { count: 2, until: 1e12, code: 'key-insufficient', names: ['packs/a'] },
    missing: { count: 1, names: [] },
    'not-understood': { count: 1 },
    'key-too-powerful': { capabilities: ['deleteFiles'] },
    'clocks-differ': { hours: -30 },
    'budget-exceeded': { snapshots: 1, renewals: 2, unread: 3, listingCut: 1 },
    'nobody-answers': { hours: 25 },
    'round-failed': { words: 'The key is not accepted.' },
  };
  for (const kind of alarmKinds)
    expect(alarmWords({ kind, facts: facts[kind] })).toMatch(
      /^[A-Z1](?!.*(undefined|NaN|null|\[object)).*\.$/,
    );
  expect(alarmWords({ kind: 'no-new-snapshot', facts: { newest: null, days: 4, foreign: 0 } })).toContain(
    'since the guard began 4 days ago',
  );
});
