import { expect, test } from 'vitest';
import { lockPolicy } from '../../locks/lock-policy.ts';
import { afterLook, type SetLook } from './after-look.ts';
import type { Decision } from './decision.ts';
import { nothingSaid, type SetMemory } from './memory.ts';

const day = 86_400_000;
const policy = lockPolicy(30);

const upkeep = (change: Partial<SetLook['upkeep']> = {}): SetLook['upkeep'] => ({
  version: 1,
  lastRenewal: null,
  lastAudit: null,
  lastRetirement: null,
  lastDrill: null,
  proofs: { lockHalf: null, keyHalf: null },
  kit: { confirmedAt: null, openedAt: null },
  noticesSaid: [],
  events: [],
  ...change,
});

const look = (change: Partial<SetLook> = {}): SetLook => ({
  settings: { schedule: { kind: 'every', hours: 24 }, deadManDays: null },
  takesBackups: true,
  lastGood: null,
  settled: true,
  policy,
  confirmed: null,
  upkeep: upkeep(),
  suspectedSince: [],
  ...change,
});

/** One look after another, by the day. */
function story(looks: readonly SetLook[]): { readonly said: readonly string[][]; readonly last: Decision } {
  let memory: SetMemory = nothingSaid;
  let last: Decision = { memory, say: [], end: [] };
  const said = looks.map((one, index) => {
    last = afterLook(memory, { set: 'main', name: 'Docs', now: index * day }, one);
    memory = last.memory;
    return last.say.map(({ notice, report }) => `${notice.kind} ${notice.urgency}${report ? ' report' : ''}`);
  });
  return { said, last };
}

const days = (count: number, at: (day: number) => Partial<SetLook>): readonly SetLook[] =>
  Array.from({ length: count }, (_, number) => look(at(number)));

test('a set without a backup says so after three days, and at gaps that double', () => {
  const { said } = story(days(26, () => ({ lastGood: 0 })));
  const on = said.flatMap((one, index) => (one.includes('no-backup normal report') ? [index] : []));
  expect(on).toEqual([3, 6, 12, 24]);
});

test('not before what was missed had time to be made up for, not by hand, and not where backups have ended', () => {
  expect(story(days(9, () => ({ lastGood: 0, settled: false }))).said.flat()).toEqual([]);
  const byHand = { schedule: { kind: 'manual' } as const, deadManDays: null };
  expect(story(days(9, () => ({ lastGood: 0, settings: byHand }))).said.flat()).toEqual([]);
  expect(story(days(9, () => ({ lastGood: 0, takesBackups: false }))).said.flat()).toEqual([]);
  const { last } = story([...days(4, () => ({ lastGood: 0 })), look({ lastGood: 4 * day })]);
  expect(last.end).toContain('no-backup:main');
});

test('locks that thin are said at 7, 3 and 1 days and when they end, each once, in one notice', () => {
  const { said, last } = story(days(34, (number) => ({ confirmed: { least: 30 * day, now: number * day } })));
  const on = Object.fromEntries(said.flatMap((one, index) => one.map((words) => [words, index])));
  expect(on).toEqual({
    'locks-early normal report': 23,
    'locks-urgent normal report': 27,
    'locks-last critical report': 29,
    'locks-lapsed critical report': 30,
  });
  expect(said.flat()).toHaveLength(4);
  const healed = afterLook(
    last.memory,
    { set: 'main', name: 'Docs', now: 0 },
    look({ confirmed: { least: 29 * day, now: 0 } }),
  );
  expect(healed.end).toContain('locks-early:main');
  expect(healed.memory).toMatchObject({ locksSaid: [], lapsedSaid: false });
});

test('a suspicion is critical, said once, and ends when it is decided', () => {
  const { said, last } = story([
    look({ suspectedSince: [1] }),
    look({ suspectedSince: [1] }),
    look({ suspectedSince: [1, 2] }),
    look(),
  ]);
  expect(said).toEqual([['suspected critical report'], [], ['suspected critical report'], []]);
  expect(last.end).toContain('suspected:main');
});

const audit = (...codes: string[]): SetLook['upkeep']['lastAudit'] => ({
  at: 1,
  verdict: codes.length > 0 ? 'alarms' : 'clean',
  alarms: codes.length,
  warnings: 0,
  found: codes.map((code) => ({ code, count: 1, words: code })),
  least: null,
  hiddenNeeded: 0,
});
const event = (kind: string, at = 1, said = false) => ({ at, kind, words: 'English', said });

test('what an audit found is said once per alarm, and is over when the next does not find it', () => {
  const alarmed = upkeep({
    lastAudit: audit('hidden', 'clock-skew', 'key-too-powerful'),
    events: [event('alarm-hidden'), event('alarm-clock-skew'), event('alarm-key-too-powerful')],
  });
  const clean = upkeep({ lastAudit: audit(), events: alarmed.events.map((one) => ({ ...one, said: true })) });
  const { said, last } = story([
    look({ upkeep: alarmed }),
    look({ upkeep: alarmed }),
    look({ upkeep: clean }),
  ]);
  expect(said).toEqual([
    ['audit-alarm critical report', 'clock normal report', 'key-alarm normal report'],
    [],
    [],
  ]);
  expect(last.end).toEqual(
    expect.arrayContaining(['audit-alarm:main:hidden', 'clock:main', 'key-alarm:main']),
  );
  expect(last.memory.alarms).toEqual([]);
});

test('a drill or a proof that failed, until one succeeds', () => {
  const drill = { at: 1, files: 1, bytes: 1, compared: 1, problems: 1 };
  const bad = upkeep({
    lastDrill: { ...drill, ok: false },
    proofs: { lockHalf: null, keyHalf: { at: 1, ok: false } },
    events: [event('drill-failed'), event('locks-not-kept')],
  });
  const good = upkeep({ lastDrill: { ...drill, ok: true }, events: bad.events });
  const { said, last } = story([look({ upkeep: bad }), look({ upkeep: bad }), look({ upkeep: good })]);
  expect(said).toEqual([['drill-failed normal report', 'proof-failed critical report'], [], []]);
  expect(last.end).toEqual(expect.arrayContaining(['drill-failed:main', 'proof-failed:main']));
});

test('what happened before this program knew the set, and was shown or is over, is old news', () => {
  const old = upkeep({
    lastAudit: audit('missing'),
    events: [event('alarm-missing', 1, true), event('alarm-hidden', 2)],
  });
  expect(story([look({ upkeep: old })]).said).toEqual([[]]);
});

test('what a failed run has raised is not ended by a look', () => {
  const about = { set: 'main', name: 'Docs', now: 0 };
  expect(afterLook({ ...nothingSaid, raisedByRuns: ['clock'] }, about, look()).end).not.toContain(
    'clock:main',
  );
  expect(afterLook(nothingSaid, about, look()).end).toContain('clock:main');
});
