import { expect, test } from 'vitest';
import type { RunRow } from '../../../core/contract/sets.ts';
import { changesOf } from './changes-of.ts';

/** Key and figure instead of words. */
const words = ((key: string, { count }: { count?: number }) => `${key} ${count}`) as unknown as Parameters<
  typeof changesOf
>[0];
const plain = { count: String, size: (bytes: number) => `${bytes} B` } as unknown as Parameters<
  typeof changesOf
>[1];
const changes = (kind: RunRow['kind'], figures: RunRow['figures']): readonly string[] =>
  changesOf(words, plain)({ kind, figures });

test('a run tells the figures of its kind, and none that are nothing', () => {
  expect(changes('backup', { newFiles: 3, skipped: 0, renewed: 2, files: 9 })).toEqual([
    'runs.newFiles 3',
    'runs.renewed 2',
  ]);
  expect(changes('audit', { alarms: 1, warnings: 0 })).toEqual(['runs.alarms 1']);
  expect(changes('drill', { files: 20, problems: 1 })).toEqual(['runs.files 20', 'runs.problems 1']);
});

test('what was refused is good news of a proof and is told of no other run', () => {
  expect(changes('prove', { refused: 5, letThrough: 0, attempts: 5 })).toEqual(['runs.refused 5']);
  expect(changes('renew', { renewed: 1, refused: 5 })).toEqual(['runs.renewed 1']);
});
