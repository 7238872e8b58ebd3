import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenSuspicion } from '../backup/detection-types.ts';
import { homeAt, type Home } from './home.ts';
import { noteSuspicion, suspicionWords, unusualWords } from './suspicion-words.ts';
import { readUpkeep } from './upkeep-state.ts';

let home: Home;
beforeEach(async () => {
  home = homeAt(await mkdtemp(join(tmpdir(), 'holdfast-words-')));
});
afterEach(() => rm(home.folder, { recursive: true, force: true }));

const open: OpenSuspicion = {
  since: Date.parse('2026-11-22T10:00Z'),
  verdict: 'suspected',
  signals: [
    {
      kind: 'noise',
      figure: 200,
      words: '200 files became noise.',
      files: Array.from({ length: 20 }, (_, at) => `/home/a/file ${at}`),
    },
  ],
  isNew: true,
  lastClean: 'ab'.repeat(32),
  renewal: undefined,
};

test('a new one says figures, some files, what is safe and what to do; one that goes on is a line', () => {
  const text = suspicionWords(open).join('\n');
  expect(text).toMatch(
    /200 files became noise[^]*file 4\n[^]*15 more[^]*abababab[^]*recover timeline[^]*suspicions clear/,
  );
  expect(text).not.toContain('file 5');
  expect(suspicionWords({ ...open, lastClean: null }).join()).toContain('no backup from before');
  expect(suspicionWords({ ...open, isNew: false })).toHaveLength(1);
});

test('what is unusual is one line, what is quiet none', () => {
  const judgement = { verdict: 'unusual', score: 2, signals: [] } as const;
  expect(unusualWords(judgement)).toHaveLength(1);
  expect(unusualWords({ ...judgement, verdict: 'quiet' })).toEqual([]);
  expect(unusualWords(undefined)).toEqual([]);
});

test('it is an event once, and not at every run under it', async () => {
  const detection = { judgement: undefined, suspicion: open, notes: [] };
  await noteSuspicion(home, { detection, finishedAt: 5.5 });
  await noteSuspicion(home, {
    detection: { ...detection, suspicion: { ...open, isNew: false } },
    finishedAt: 6,
  });
  await noteSuspicion(home, { detection: undefined, finishedAt: 7 });
  expect((await readUpkeep(home)).events).toMatchObject([{ kind: 'suspected-attack', at: 5 }]);
});
