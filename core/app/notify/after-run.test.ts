import { expect, test } from 'vitest';
import type { ErrorShape } from '../../contract/error-shape.ts';
import { afterRun, type EndedRun } from './after-run.ts';
import type { Decision } from './decision.ts';
import { nothingSaid, type SetMemory } from './memory.ts';

const hour = 3_600_000;

const error = (code: ErrorShape['code'], retry: ErrorShape['retry'] = 'never'): ErrorShape => ({
  code,
  details: {},
  words: `It was ${code}.`,
  retry,
});
const run = (change: Partial<EndedRun> = {}): EndedRun => ({
  kind: 'backup',
  state: 'done',
  figures: { files: 3, skipped: 0 },
  error: null,
  skippedReasons: [],
  ...change,
});
const failed = (code: ErrorShape['code'], kind: EndedRun['kind'] = 'backup'): EndedRun =>
  run({ kind, state: 'failed', error: error(code) });

/** One run an hour. @returns of each run, kind and urgency of what was said */
function story(
  runs: readonly EndedRun[],
  everyMs = hour,
): { readonly said: readonly string[][]; readonly last: Decision } {
  let memory: SetMemory = nothingSaid;
  let last: Decision = { memory, say: [], end: [] };
  const said = runs.map((one, index) => {
    last = afterRun(memory, { set: 'main', name: 'Docs', now: index * everyMs }, one);
    memory = last.memory;
    return last.say.map(({ notice, report }) => `${notice.kind} ${notice.urgency}${report ? ' report' : ''}`);
  });
  return { said, last };
}

test('a good backup is quiet', () => {
  const { said, last } = story([run()]);
  expect(said).toEqual([['backup-done low']]);
  expect(last.end).toContain('backup-failed:main');
});

test('a failure is said once, its like again after a day, another kind at once', () => {
  const { said } = story([
    failed('disk-full'),
    failed('disk-full'),
    failed('key-invalid'),
    failed('key-invalid'),
    ...Array.from({ length: 24 }, () => failed('key-invalid')),
  ]);
  const loud = said.flatMap(([one], index) => (one === 'backup-failed normal report' ? [index] : []));
  expect(loud).toEqual([0, 2, 26]);
  expect(said[1]).toEqual(['backup-failed low']);
});

test('what passes by itself is said from the second time on', () => {
  const { said } = story([
    failed('network-unreachable'),
    failed('network-unreachable'),
    failed('network-unreachable'),
  ]);
  expect(said).toEqual([['backup-failed low'], ['backup-failed normal report'], ['backup-failed low']]);
});

test('that it works again is reported to whom the failure was, and else to nobody', () => {
  expect(story([failed('disk-full'), run()]).said[1]).toEqual(['works-again low report']);
  expect(story([failed('network-unreachable'), run()]).said[1]).toEqual(['backup-done low']);
});

test('a set that is busy or locked, and a person who stops a run, are no trouble', () => {
  const cancelled = run({ state: 'cancelled' });
  const { said, last } = story([failed('set-busy'), failed('set-locked'), cancelled]);
  expect(said).toEqual([[], [], []]);
  expect(last.memory).toEqual(nothingSaid);
});

test('skipped files: aloud once for each new reason, and again after a run without any', () => {
  const skipping = (...reasons: string[]): EndedRun =>
    run({ state: 'warnings', figures: { skipped: 3 }, skippedReasons: reasons });
  const { said, last } = story([skipping('a'), skipping('a'), skipping('a', 'b'), run(), skipping('a')]);
  expect(said.map(([one]) => one)).toEqual([
    'files-skipped normal report',
    'files-skipped low',
    'files-skipped normal report',
    'backup-done low',
    'files-skipped normal report',
  ]);
  expect(last.say[0]?.notice.words).toContain('3 paths could not be read');
});

test('clock, key and storage have notices of their own, which a good run ends', () => {
  const { said, last } = story([
    failed('clocks-differ'),
    failed('key-too-powerful'),
    failed('locks-not-kept'),
  ]);
  expect(said).toEqual([
    ['clock normal report'],
    ['key-alarm normal report'],
    ['proof-failed critical report'],
  ]);
  expect(last.memory.raisedByRuns).toEqual(['clock', 'key-alarm', 'proof-failed']);
  const healed = afterRun(last.memory, { set: 'main', name: 'Docs', now: 0 }, run({ kind: 'audit' }));
  expect(healed.memory.raisedByRuns).toEqual([]);
});

test('upkeep that fails is made up for: said at three failures in a row, then at six, at twelve', () => {
  const { said } = story(Array.from({ length: 13 }, () => failed('provider-busy', 'audit')));
  const at = (urgency: string): readonly number[] =>
    said.flatMap(([one], index) => (one?.startsWith(`upkeep-failed ${urgency}`) ? [index + 1] : []));
  expect(at('normal')).toEqual([3, 6, 12]);
  expect(at('low')).toEqual([4, 5, 7, 8, 9, 10, 11, 13]);
  const mixed = story([
    failed('provider-busy', 'audit'),
    run({ kind: 'audit' }),
    failed('provider-busy', 'audit'),
  ]);
  expect(mixed.said).toEqual([[], [], []]);
});

test('restores and other jobs that a person watches are not his to be notified of', () => {
  expect(story([failed('disk-full', 'restore'), failed('disk-full', 'measure')]).said).toEqual([[], []]);
});
