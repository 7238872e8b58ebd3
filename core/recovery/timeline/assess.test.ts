import { describe, expect, test } from 'vitest';
import type { Told } from '../../model/said.ts';
import { signalKinds } from '../../detection/signal.ts';
import { ActivityLog } from './activity-log.ts';
import { RunJudge } from './judge-runs.ts';
import { assess, type Assessment, type Facts } from './assess.ts';
import type { SeenSnapshot } from './read-snapshots.ts';
import { day, dayMs, idOf, seen } from './testing/seen-snapshot.ts';

const noise: Told = { words: 'they are noise', said: { code: 'sample-strange', count: 9, of: 9 } };
const hidden: Told = { words: 'all was hidden', said: { code: 'newest-hidden', count: 9 } };
const month = (days = 20): readonly SeenSnapshot[] => Array.from({ length: days }, (_, at) => seen(at + 1));

const whole = (snapshots: readonly SeenSnapshot[]): Facts['presences'] =>
  new Map(
    snapshots.map(({ id }) => [
      id,
      { needed: 5, missing: 0, bytes: 9, lockedUntil: day(60), longestLock: day(90) },
    ]),
  );

function judge(snapshots: readonly SeenSnapshot[], facts: Partial<Facts> = {}): Assessment {
  const sorted = snapshots.toSorted((a, b) => a.uploadedAt - b.uploadedAt);
  return assess({
    snapshots: sorted,
    runJudge: new RunJudge(sorted),
    foreignTimes: [],
    presences: whole(snapshots),
    unlike: new Map(),
    further: [],
    now: day(40),
    ...facts,
  });
}

const marksOf = ({ snapshots }: Assessment, id: string): readonly string[] =>
  snapshots.find((snapshot) => snapshot.id === id)!.marks.map(({ kind }) => kind);

function floodAt(at: number, count: number): Facts['foreignTimes'] {
  const log = new ActivityLog();
  log.add(at, 'foreignVersions', count);
  return log.buckets;
}

test('a quiet month: nothing began, the newest complete one', () => {
  const found = judge(month());
  expect(found).toMatchObject({
    attackBegan: null,
    evidence: [],
    proposal: { snapshot: idOf(20), runnerUp: idOf(19) },
  });
  expect(found.proposal!.reasons[0]!.words).toContain('nothing suspicious');
});

test('nothing at all', () => {
  expect(judge([])).toMatchObject({ snapshots: [], attackBegan: null, proposal: null });
});

describe('intruders', () => {
  test('hides all', () => {
    const found = judge(month().map((one) => ({ ...one, hiddenAt: day(20.5) })));
    expect(found.attackBegan).toMatchObject({ at: day(20.5) });
    expect(found.attackBegan!.words).toContain('20 locked snapshots were hidden');
    expect(found.attackBegan!.because.map(({ said }) => said)).toEqual([
      { code: 'newest-hidden', count: 20 },
    ]);
    expect(found.proposal).toMatchObject({ snapshot: idOf(20) });
  });

  test('older ones alone were hidden, as Holdfast itself hides: nothing began', () => {
    const found = judge(month().map((one, at) => (at < 3 ? { ...one, hiddenAt: day(15.5) } : one)));
    expect(found).toMatchObject({ attackBegan: null, proposal: { snapshot: idOf(20) } });
    expect(found.evidence).toMatchObject([{ kind: 'hidden', weight: 'hint' }]);
  });

  test('the newest was hidden among others: he began with the first of that day', () => {
    const hiddenAt = (at: number): number | undefined =>
      at === 0 ? day(4.5) : at < 10 ? day(10.5) + at : undefined;
    const found = judge(month().map((one, at) => ({ ...one, hiddenAt: hiddenAt(at) })));
    expect(found.attackBegan).toMatchObject({ at: day(10.5) + 1 });
    expect(found.proposal).toMatchObject({ snapshot: idOf(10) });
  });

  test('stores over one on the tenth, and lets the backups go on', () => {
    const found = judge(month().map((one, at) => (at === 3 ? { ...one, overwrittenAt: day(10.5) } : one)));
    expect(found.attackBegan!.at).toBe(day(10.5));
    expect(found.proposal).toMatchObject({ snapshot: idOf(10), runnerUp: idOf(9) });
    expect(marksOf(found, idOf(11))).toEqual(['after-attack']);
    expect(marksOf(found, idOf(10))).toEqual([]);
  });

  test('buries them under foreign names', () => {
    const found = judge(month(), { foreignTimes: floodAt(day(15) + 3_600_000, 100_000) });
    expect(found.attackBegan!.words).toContain('100,000 objects that are not yours');
    expect(found.proposal).toMatchObject({ snapshot: idOf(15) });
  });

  test('a snapshot that came within the flood is not proposed', () => {
    const found = judge(month(), { foreignTimes: floodAt(day(15), 100_000) });
    expect(marksOf(found, idOf(15))).toEqual(['after-attack', 'with-flood']);
    expect(found.proposal).toMatchObject({ snapshot: idOf(14) });
  });

  test('a few foreign names (another repository under the prefix) are a hint', () => {
    const found = judge(month(), { foreignTimes: floodAt(day(5), 3) });
    expect(found).toMatchObject({
      attackBegan: null,
      proposal: { snapshot: idOf(20) },
      evidence: [{ kind: 'foreign-names', weight: 'hint' }],
    });
  });

  test.each([
    ['future-dated', { startedAt: day(300), finishedAt: day(300) }],
    ['future-dated', { startedAt: day(300) }],
    ['back-dated', { startedAt: day(3), finishedAt: day(3) }],
    ['future-dated', { finishedAt: Number.MAX_SAFE_INTEGER }],
  ] as const)('publishes a fake that is %s', (mark, body) => {
    const fake = seen(99, { uploadedAt: day(18.2), body });
    const found = judge([...month(), fake]);
    expect(marksOf(found, fake.id)).toEqual(expect.arrayContaining([mark, 'after-attack']));
    expect(found.attackBegan!.at).toBe(day(18.2));
    expect(found.proposal).toMatchObject({ snapshot: idOf(18) });
    expect(found.evidence[0]!.words).toContain('was uploaded on 18 May 2026');
    expect(found.evidence[0]!.said).toMatchObject({
      code: 'foreign-dates',
      came: { day: found.evidence[0]!.at },
    });
  });

  test('publishes a fake that names a later one as the one before it', () => {
    const fake = seen(99, { uploadedAt: day(12.2), body: { previous: idOf(14) } });
    const found = judge([...month(), fake]);
    expect(marksOf(found, fake.id)).toContain('previous-impossible');
    expect(found.proposal).toMatchObject({ snapshot: idOf(12) });
  });

  test('publishes fresh fakes that look genuine after he hid the others: older wins', () => {
    const fakes = [seen(98, { uploadedAt: day(25) }), seen(99, { uploadedAt: day(26) })];
    const found = judge([...month().map((one) => ({ ...one, hiddenAt: day(24) })), ...fakes]);
    expect(found.proposal).toMatchObject({ snapshot: idOf(20) });
  });

  test('takes the folders away on the tenth and has garbage backed up until he hides all', () => {
    const garbage = (number: number): SeenSnapshot =>
      seen(number, {
        body: {
          roots: [{ path: '/tmp', node: 'b'.repeat(64) }],
          statistics: { ...seen(1).body.statistics, files: 3 },
        },
      });
    const snapshots = month().map((one, at) => ({ ...(at >= 9 ? garbage(at + 1) : one), hiddenAt: day(18) }));
    const found = judge(snapshots);
    expect(found.attackBegan!.at).toBe(day(10));
    expect(found.attackBegan!.words).toMatch(/most files are gone from it.*hidden/);
    expect(found.proposal).toMatchObject({ snapshot: idOf(9) });
    expect(marksOf(found, idOf(10))).toEqual(expect.arrayContaining(['set-up-changed', 'after-attack']));
  });

  test('lengthens all locks by years', () => {
    const presences = new Map(
      [...whole(month())].map(([id, one]) => [id, { ...one!, longestLock: day(2_900) }]),
    );
    const found = judge(month(), { presences });
    expect(found.evidence).toMatchObject([{ kind: 'locks-lengthened', weight: 'attack' }]);
    expect(found.attackBegan!.at).toBeGreaterThan(day(20));
    expect(found.proposal).toMatchObject({ snapshot: idOf(20) });
  });

  test('encrypts the files, and honest backups follow: the sample tells', () => {
    const unlike = new Map(
      month()
        .slice(13)
        .map(({ id }) => [id, noise]),
    );
    const found = judge(month(), { unlike });
    expect(found.attackBegan).toMatchObject({ at: day(14), words: noise.words, because: [noise] });
    expect(found.proposal).toMatchObject({ snapshot: idOf(13) });
    expect(marksOf(found, idOf(14))).toContain('unlike-content');
  });
});

describe('what the owner did', () => {
  const moved = { roots: [{ path: '/home/ada/work', node: 'c'.repeat(64) }] };

  test('another folder from some day on is a hint, and begins nothing', () => {
    const found = judge(month().map((one, at) => (at >= 9 ? seen(at + 1, { body: moved }) : one)));
    expect(found.attackBegan).toBeNull();
    expect(marksOf(found, idOf(10))).toEqual(['set-up-changed']);
    expect(found.proposal).toMatchObject({ snapshot: idOf(20) });
  });

  test('two sets of folders taking turns are no change at all', () => {
    const found = judge(month().map((one, at) => (at % 2 ? seen(at + 1, { body: moved }) : one)));
    expect(found.evidence.length).toBe(1);
  });

  const suspicion = { at: day(5), kind: 'suspicion', value: { since: day(5) - 60_000 } };

  test('a suspicion that was noted and still stands is where it began', () => {
    const found = judge(
      month().map((one, at) => (at >= 4 ? seen(at + 1, { body: { decisions: [suspicion] } }) : one)),
    );
    expect(found.attackBegan!.at).toBe(day(5));
    expect(found.proposal).toMatchObject({ snapshot: idOf(4) });
  });

  test('one that was cleared, and has been for a week, is a hint', () => {
    const found = judge(
      month().map((one, at) =>
        at >= 4 && at < 8 ? seen(at + 1, { body: { decisions: [suspicion] } }) : one,
      ),
    );
    expect(found.attackBegan).toBeNull();
    expect(found.proposal).toMatchObject({ snapshot: idOf(20) });
  });

  test('an attack that was recovered from: newer ones are proposed, those from it never, not even as the second choice', () => {
    const over = { at: 0, kind: 'attack-over', value: { since: day(5) - 60_000, until: day(8) + 1 } };
    const until = (last: number): readonly SeenSnapshot[] =>
      month(last).map((one, at) => {
        if (at < 4) return one;
        return seen(at + 1, { body: { decisions: [at < 8 ? suspicion : over] } });
      });
    const later = judge(until(20));
    expect(later.attackBegan).toBeNull();
    expect(later.proposal).toMatchObject({ snapshot: idOf(20), runnerUp: idOf(19) });
    const marks = later.snapshots.map(({ marks: all }) => all.some(({ matters }) => matters));
    expect(marks.slice(3, 9)).toEqual([false, true, true, true, true, false]);
    // Said within the last week it may be the intruder's word.
    expect(judge(until(14)).proposal).toMatchObject({ snapshot: idOf(4) });
  });

  test('one that was cleared yesterday may have been cleared by the intruder', () => {
    const found = judge(
      month().map((one, at) =>
        at >= 14 && at < 19
          ? seen(at + 1, {
              body: { decisions: [{ ...suspicion, value: { since: day(15) - 60_000 } }] },
            })
          : one,
      ),
    );
    expect(found.attackBegan!.at).toBe(day(15));
    expect(found.proposal).toMatchObject({ snapshot: idOf(14) });
  });
});

describe('runs, judged again from their figures', () => {
  const quiet = { files: 1_000, bytes: 1e9, filesBefore: 1_000, added: 2, changed: 5, changedBytes: 1e6 };
  const encrypted = {
    ...quiet,
    changed: 900,
    changedBytes: 9e8,
    lost: 800,
    lostKinds: 6,
    lostFolders: 30,
    lostElsewhere: 500,
    noisier: 900,
    renamed: 900,
    knownExtension: 900,
    rewritten: 300,
    notes: 30,
    strange: 30,
  };
  /** So few files that an owner may well have done it himself. */
  const some = {
    ...quiet,
    changed: 90,
    changedBytes: 9e7,
    lost: 80,
    lostKinds: 6,
    lostFolders: 10,
    lostElsewhere: 50,
    noisier: 90,
    renamed: 90,
  };
  const withRun = (
    number: number,
    changes: Readonly<Record<string, number>> = encrypted,
  ): readonly SeenSnapshot[] =>
    month().map((_, at) => seen(at + 1, { body: { changes: at + 1 === number ? changes : quiet } }));

  test('a suspicious one of the last week is where it began', () => {
    const found = judge(withRun(17));
    expect(found.attackBegan!.at).toBe(day(17));
    expect(found.proposal).toMatchObject({ snapshot: idOf(16) });
    expect(marksOf(found, idOf(17))).toEqual(['after-attack', 'suspicious']);
  });

  test('an older one with nothing after it is shown, not proposed, and begins nothing by itself', () => {
    const found = judge(withRun(6));
    expect(found.attackBegan).toBeNull();
    expect(found.evidence).toMatchObject([{ kind: 'suspicious-run', weight: 'support' }]);
    expect(marksOf(found, idOf(6))).toEqual(['suspicious']);
    expect(found.proposal).toMatchObject({ snapshot: idOf(20) });
  });

  test('"it was me", said a week before the newest snapshot, counts; said later it may be the intruder', () => {
    const me = {
      at: day(7),
      kind: 'tolerated',
      value: {
        since: day(6),
        signals: signalKinds.map((kind) => ({ kind, figure: 100_000 })),
      },
    };
    const saying = (
      from: number,
      run: number,
      changes: Readonly<Record<string, number>> = some,
    ): readonly SeenSnapshot[] =>
      withRun(run, changes).map((one, at) =>
        at + 1 >= from ? { ...one, body: { ...one.body, decisions: [me] } } : one,
      );
    expect(judge(saying(18, 17)).attackBegan!.at).toBe(day(17));
    expect(judge(saying(7, 17)).attackBegan).toBeNull();
    // Most of the files nobody may have destroyed himself, whatever he says.
    expect(judge(saying(7, 17, encrypted)).attackBegan!.at).toBe(day(17));
  });
});

describe('a slow attack, a few files a day', () => {
  const figures = { files: 1_000, bytes: 1e9, filesBefore: 1_000, added: 2, changed: 5, changedBytes: 1e6 };
  const drip = { ...figures, lost: 6, lostFolders: 3, lostKinds: 2, noisier: 6 };
  const oneFile = { ...figures, lost: 1, lostFolders: 1, lostKinds: 1, noisier: 1 };
  const over = { at: 0, kind: 'attack-over', value: { since: day(5) - 60_000, until: day(8) + 1 } };
  const runs = (said: boolean): readonly SeenSnapshot[] =>
    month().map((_, at) => {
      const number = at + 1;
      const changes = number >= 5 && number <= 8 ? drip : number === 16 ? oneFile : figures;
      return seen(number, { body: { changes, decisions: said && number > 8 ? [over] : [] } });
    });

  test('that is over weighs on no later run', () => {
    const found = judge(runs(true));
    expect(marksOf(found, idOf(16))).toEqual([]);
    expect(marksOf(found, idOf(8))).toContain('suspicious');
    expect(found).toMatchObject({ attackBegan: null, proposal: { snapshot: idOf(20) } });
  });

  test('that nobody has closed does', () => {
    const found = judge(runs(false));
    expect(marksOf(found, idOf(16))).toContain('suspicious');
    expect(found.attackBegan).not.toBeNull();
  });
});

describe('what is not whole', () => {
  test('a partial one, and one that lacks objects, are passed over', () => {
    const snapshots = month().map((one, at) => (at === 19 ? seen(20, { body: { complete: false } }) : one));
    const presences = new Map(whole(snapshots));
    presences.set(idOf(19), { needed: 5, missing: 2, bytes: 3, lockedUntil: 0, longestLock: 0 });
    const found = judge(snapshots, { presences, now: day(300) });
    expect(found.proposal).toMatchObject({ snapshot: idOf(18) });
    expect(marksOf(found, idOf(20))).toContain('partial');
    expect(marksOf(found, idOf(19))).toEqual(['incomplete']);
  });

  test('none is whole: the one that lacks least, and it says so', () => {
    const snapshots = month(3);
    const presences = new Map(
      snapshots.map(({ id }, at) => [
        id,
        { needed: 9, missing: 3 - (at % 2), bytes: 3, lockedUntil: 0, longestLock: 0 },
      ]),
    );
    const { proposal } = judge(snapshots, { presences, now: day(300) });
    expect(proposal).toMatchObject({ snapshot: idOf(2), runnerUp: null });
    expect(proposal!.reasons.map(({ words }) => words).join()).toContain('lacks least');
  });

  test('nothing is left from before the attack: the oldest, with a warning', () => {
    const { proposal } = judge(
      month(3).map((one) => ({ ...one, hiddenAt: undefined })),
      { further: [{ at: day(0), kind: 'hidden', weight: 'attack', ...hidden }] },
    );
    expect(proposal!.snapshot).toBe(idOf(1));
    expect(proposal!.reasons.map(({ words }) => words).join()).toContain('may be spoiled');
  });

  test('objects that must still be locked and are not there speak of an attack only together with more', () => {
    const presences = new Map(whole(month()));
    presences.set(idOf(20), { needed: 5, missing: 5, bytes: 0, lockedUntil: 0, longestLock: 0 });
    const alone = judge(month(), { presences, now: day(21) });
    expect(alone.attackBegan).toBeNull();
    expect(alone.evidence.map(({ kind }) => kind)).toEqual(['never-whole']);
  });

  test('a lock that has ended is said, and the snapshot is still proposed', () => {
    const found = judge(month(), { now: day(400) });
    expect(marksOf(found, idOf(20))).toEqual(['lock-ended']);
    expect(found.proposal).toMatchObject({ snapshot: idOf(20) });
  });
});

test('a day is a day', () => {
  expect(day(2) - day(1)).toBe(dayMs);
});
