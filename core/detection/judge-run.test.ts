import { describe, expect, test } from 'vitest';
import { judgeRun, type RunToJudge } from './judge-run.ts';
import type { Figures, PastRun } from './run-changes.ts';
import type { Judgement, SignalKind } from './signal.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);

function judged(
  figures: Figures,
  more: Partial<RunToJudge> & { readonly sources?: Record<string, Figures> } = {},
) {
  const { sources = {}, ...rest } = more;
  const observed = {
    figures: { files: 1000, filesBefore: 1000, ...figures },
    evidence: {},
    sources,
    names: {},
  };
  return judgeRun({
    observed,
    setUp: [],
    canaries: { altered: [], missing: [] },
    history: [],
    tolerances: [],
    ...rest,
  });
}

const past = (runs: readonly Figures[], step = day): PastRun[] =>
  runs.map((figures, index) => ({ at: start + index * step, figures, files: 1000, bytes: 1e9 }));

function signal({ signals }: Judgement, kind: SignalKind) {
  return signals.find((one) => one.kind === kind);
}

describe('the alarm needs two different strong signals', () => {
  const type = { lost: 20, lostFolders: 5 };
  test.each<[string, Figures, string]>([
    ['nothing', {}, 'quiet'],
    ['one strong', type, 'unusual'],
    ['two strong', { ...type, noisier: 20 }, 'suspected'],
    ['strong and weak', { ...type, changed: 500 }, 'unusual'],
    ['all losses in one folder, a tool at work', { ...type, lostFolders: 1, rewritten: 40 }, 'unusual'],
    ['two light ones: new caches and retagged music', { strange: 90, added: 100, rewritten: 90 }, 'unusual'],
    ['renamed and spoilt', { ...type, renamed: 20, folders: 3 }, 'suspected'],
    ['replaced by noise', { vanished: 50, arrived: 55, strange: 50, added: 60 }, 'suspected'],
    ['replaced by few', { vanished: 50, arrived: 2, strange: 2, added: 2 }, 'quiet'],
    ['below every threshold', { lost: 9, lostFolders: 9, noisier: 9, renamed: 19, rewritten: 29 }, 'quiet'],
  ])('%s', (_name, figures, verdict) => {
    expect(judged(figures).verdict).toBe(verdict);
  });

  test('known extensions halve a threshold, and are no signal by themselves', () => {
    expect(signal(judged({ renamed: 12, folders: 3 }), 'extension')).toBeUndefined();
    const known = judged({ renamed: 12, knownExtension: 12, folders: 3 });
    expect([signal(known, 'extension')?.threshold, known.verdict]).toEqual([10, 'unusual']);
  });
});

describe('a slow drip', () => {
  const drip = { lost: 6, lostFolders: 4, noisier: 2, lostKinds: 1 };

  test('is suspected within seven runs', () => {
    const quiet = Array.from({ length: 30 }, () => ({ lost: 0 }));
    const verdicts = [1, 2, 3, 4, 5, 6, 7].map(
      (run) =>
        judged(drip, { history: past([...quiet, ...Array.from({ length: run - 1 }, () => drip)]) }).verdict,
    );
    expect(verdicts[0]).toBe('quiet');
    expect(verdicts.at(-1)).toBe('suspected');
    expect(verdicts.indexOf('suspected')).toBeLessThan(7);
  });

  test('of files made anew under random names, too', () => {
    const made = { recreated: 8, vanished: 8, strange: 8, added: 30, arrived: 9 };
    const history = past(Array.from({ length: 5 }, () => made));
    const judgement = judged(made, { history });
    expect([judgement.verdict, signal(judgement, 'replaced')?.figure]).toEqual(['suspected', 48]);
  });

  test('is none where the losses are as they always were', () => {
    const ordinary = Array.from({ length: 60 }, () => ({ lost: 3 }));
    expect(judged({ lost: 3, lostFolders: 2 }, { history: past(ordinary) }).verdict).toBe('quiet');
  });

  test('is none where one run was loud and the ones after it are quiet', () => {
    const history = past([{ lost: 400, noisier: 300 }, {}, {}]);
    expect(judged({ lost: 1, noisier: 1 }, { history }).signals).toEqual([]);
  });

  test('hourly backups add up by days', () => {
    const hourly = Array.from({ length: 24 * 6 }, (_, hour) => (hour % 4 === 0 ? { lost: 1 } : {}));
    const judgement = judged({ lost: 1 }, { history: past(hourly, day / 24), now: start + 6 * day });
    expect(judgement.verdict).toBe('suspected');
  });

  test('old losses are forgotten', () => {
    const history = past(Array.from({ length: 10 }, () => drip));
    const later = Array.from({ length: 12 }, (_, index) => ({
      at: start + (40 + index) * day,
      files: 1000,
      bytes: 1e9,
      figures: {},
    }));
    const judgement = judged(
      { lost: 1, lostFolders: 1 },
      { history: [...history, ...later], now: start + 52 * day },
    );
    expect(judgement.signals).toEqual([]);
  });
});

describe('volume', () => {
  test('against a history of twenty runs, else against the size of the set', () => {
    const history = past(Array.from({ length: 25 }, (_, index) => ({ changed: 20 + (index % 5) })));
    expect(signal(judged({ changed: 150 }, { history }), 'volume')?.weight).toBe(1);
    expect(signal(judged({ changed: 99 }, { history }), 'volume')).toBeUndefined();
    expect(signal(judged({ changed: 150 }, { history: history.slice(0, 10) }), 'volume')).toBeUndefined();
    expect(signal(judged({ changed: 400 }), 'volume')?.strong).toBe(false);
  });
});

describe('it was me', () => {
  const figures = { lost: 200, lostFolders: 9, noisier: 200 };
  const all = [
    { kind: 'type', figure: 200 },
    { kind: 'noise', figure: 200 },
  ] as const;

  test('raises the threshold above what was seen', () => {
    expect(judged(figures).verdict).toBe('suspected');
    expect(judged(figures, { tolerances: all }).signals).toEqual([]);
    expect(judged({ ...figures, lost: 211, noisier: 211 }, { tolerances: all }).verdict).toBe('suspected');
  });

  test('says nothing about other signals', () => {
    expect(judged({ ...figures, notes: 3 }, { tolerances: all }).signals.map(({ kind }) => kind)).toEqual([
      'notes',
    ]);
  });

  test('never beyond nine tenths of the files', () => {
    const tolerances = all.map(({ kind }) => ({ kind, figure: 5000 }));
    expect(judged({ ...figures, lost: 899, noisier: 899 }, { tolerances }).signals).toEqual([]);
    expect(judged({ ...figures, lost: 900, noisier: 900 }, { tolerances }).verdict).toBe('suspected');
  });

  test('for one source folder only, where one is named', () => {
    const tolerances = all.map((one) => ({ ...one, source: '/home/ann/tools' }));
    const there = { '/home/ann/tools': { lost: 200, noisier: 200 } };
    expect(judged(figures, { tolerances, sources: there }).signals).toEqual([]);
    const elsewhere = { '/home/ann/letters': { lost: 200, noisier: 200 } };
    expect(judged(figures, { tolerances, sources: elsewhere }).verdict).toBe('suspected');
  });
});

test('a set-up that covers less is a note, one that covers more is none', () => {
  const one = (kind: 'root-gone' | 'root-new') => ({ kind, words: 'The set changed.' });
  expect(judged({}, { setUp: [one('root-gone')] }).signals.map(({ kind }) => kind)).toEqual(['set-up']);
  expect(judged({}, { setUp: [one('root-new')] }).signals).toEqual([]);
});

describe('a code says no less than the words', () => {
  const named = (names: RunToJudge['observed']['names'], figures: Figures): Judgement =>
    judgeRun({
      observed: { figures: { filesBefore: 1000, ...figures }, evidence: {}, sources: {}, names },
      setUp: [],
      canaries: { altered: [], missing: [] },
      history: [],
      tolerances: [],
    });
  const said = (judgement: Judgement, kind: SignalKind) => signal(judgement, kind)?.said;

  test('the name of a note, of an extension and of a kind', () => {
    const renamed = { renamed: 40, folders: 3 };
    expect(said(named({ note: 'README.txt' }, { notes: 30 }), 'notes')).toEqual({
      code: 'signal-notes-named',
      count: 30,
      name: 'README.txt',
    });
    expect(said(named({ extension: 'locked' }, { ...renamed, knownExtension: 40 }), 'extension')).toEqual({
      code: 'signal-extension-named-known',
      count: 40,
      name: 'locked',
    });
    expect(said(named({ extension: 'locked' }, renamed), 'extension')).toMatchObject({
      code: 'signal-extension-named',
    });
    expect(said(named({}, { ...renamed, knownExtension: 40 }), 'extension')).toMatchObject({
      code: 'signal-extension-known',
    });
    expect(
      said(named({ kind: 'jpg' }, { removed: 900, removedOfKind: 800, hadOfKind: 800 }), 'deletion'),
    ).toEqual({
      code: 'signal-deletion-of',
      count: 900,
      name: 'jpg',
    });
  });

  test('over how many backups', () => {
    const drip = { lost: 6, lostFolders: 4, noisier: 6, recreated: 8 };
    const slow = judged(drip, { history: past(Array.from({ length: 9 }, () => drip)) });
    expect((['type', 'noise', 'replaced'] as const).map((kind) => said(slow, kind))).toEqual([
      { code: 'signal-type-over-time', count: 60, runs: 10 },
      { code: 'signal-noise-over-time', count: 60, runs: 10 },
      { code: 'signal-replaced-over-time', count: 80, runs: 10 },
    ]);
    expect(said(judged({ lost: 40 }), 'type')).toEqual({ code: 'signal-type', count: 40 });
  });

  test('which folders, exclusions and periods, and how many more', () => {
    const gone = Array.from({ length: 7 }, (_, index) => ({
      kind: 'root-gone' as const,
      words: `/srv/${index} is no longer backed up.`,
      said: { code: 'root-gone', name: `/srv/${index}` } as const,
    }));
    expect(said(judged({}, { setUp: gone.slice(0, 2) }), 'set-up')).toEqual({
      code: 'signal-set-up',
      changes: [gone[0]!.said, gone[1]!.said],
    });
    expect(said(judged({}, { setUp: gone }), 'set-up')).toEqual({
      code: 'signal-set-up',
      changes: [...gone.slice(0, 5).map((one) => one.said), { code: 'set-up-more', count: 2 }],
    });
  });
});
