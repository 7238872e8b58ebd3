import { describe, expect, test } from 'vitest';
import type { Mark } from '../core/recovery/timeline/mark.ts';
import { dayMs, may1, seen } from '../core/recovery/timeline/testing/seen-snapshot.ts';
import type { Timeline, TimelineSnapshot } from '../core/recovery/timeline/timeline.ts';
import { timelineInWords } from './timeline-words.ts';

const now = may1 + 30 * dayMs;
const long = `the files changed as in an attack: ${'900 files are no longer what their names say; '.repeat(8)}end`;
const marks: readonly Mark[] = [
  {
    kind: 'set-up-changed',
    words: 'what is backed up was changed',
    said: { code: 'set-up-changed', changes: [] },
    matters: false,
  },
  { kind: 'suspicious', words: long, said: { code: 'mark-suspicious', signs: [] }, matters: true },
  {
    kind: 'after-attack',
    words: 'uploaded after the attack began',
    said: { code: 'mark-after-attack' },
    matters: true,
  },
];

function snapshot(number: number, more: Partial<TimelineSnapshot> = {}): TimelineSnapshot {
  const statistics = { ...seen(1).body.statistics, files: 1_234_567, bytes: 999.9e9 };
  return {
    ...seen(number, { body: { statistics } }),
    marks: [],
    presence: { needed: 9, missing: 0, bytes: 9, lockedUntil: now + 200 * dayMs, longestLock: 0 },
    ...more,
  };
}

function timeline(snapshots: readonly TimelineSnapshot[], chosen = 0): Timeline {
  return {
    now,
    snapshots,
    unread: { names: 0, since: null },
    foreign: { names: 0, versions: 0, markers: 0, notUnderstood: 0 },
    evidence: [],
    attackBegan: null,
    proposal: {
      snapshot: snapshots[chosen]!.id,
      reasons: [{ words: 'it is the newest', said: { code: 'nothing-suspicious' } }],
      runnerUp: snapshots[chosen + 1]?.id ?? null,
      runnerUpWords: 'an older one',
    },
    activity: [],
    notLookedAt: [],
    requests: { firstAnswer: 3, total: 9 },
  };
}

describe('the table', () => {
  const presence = snapshot(1).presence!;
  const others = [
    snapshot(2, { presence: { ...presence, missing: 1_234 } }),
    snapshot(3, { presence: { ...presence, lockedUntil: now - 1 } }),
    snapshot(4, { presence: undefined, marks }),
    snapshot(5, { marks: [marks[0]!] }),
  ];
  const text = timelineInWords(timeline([snapshot(1), ...others]));
  const lines = text.slice(text.indexOf('The snapshots,'), text.indexOf('Type next')).trim().split('\n');

  test('fits into 80 columns, whatever speaks against a snapshot', () => {
    expect(lines.length).toBe(2 + 5 + 2);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('shows the weightiest reason cut at a word, and how many there are besides', () => {
    expect(lines.filter((line) => /^ {3}[!·] /.test(line))).toEqual([
      '   ! the files changed as in an attack: 900 files are no longer… +2 more',
      '   · what is backed up was changed',
    ]);
  });

  test('says until which day a row is locked, and where it is no more', () => {
    expect(lines[2]).toMatch(/^→ .* yes +2026-12-/);
    expect(lines[3]).toMatch(/1,234 missing +2026-12-/);
    expect(lines[4]).toMatch(/ ended$/);
  });
});

test('of the proposed one and the second choice all is said, in sentences', () => {
  const text = timelineInWords(
    timeline([snapshot(1, { marks: [marks[1]!] }), snapshot(2, { marks: [marks[0]!] })]),
  );
  expect(text).toContain(`  · to know before: ${long}\n`);
  expect(text).toMatch(/Second choice: .*\n {2}· to know before: what is backed up was changed\n/);
});

test('a name in a reason moves no cursor and makes no line', () => {
  const evil: Mark = {
    kind: 'unusual',
    words: 'a\u001b[2J\nb',
    said: { code: 'mark-unusual', signs: [] },
    matters: false,
  };
  const text = timelineInWords(timeline([snapshot(1, { marks: [evil] })]));
  expect(text).toContain('   · a\ufffd[2J\ufffdb\n');
  expect(text).toContain('before: a\ufffd[2J\ufffdb\n');
});
