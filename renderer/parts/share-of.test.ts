import { expect, test } from 'vitest';
import { shareOf } from './share-of.ts';

const progress = { doneFiles: 1, totalFiles: 4, doneBytes: 5, totalBytes: 10, open: false };

test('by bytes, by files where there are none, unknown while the totals grow', () => {
  expect(shareOf(progress)).toBe(0.5);
  expect(shareOf({ ...progress, totalBytes: 0 })).toBe(0.25);
  expect(shareOf({ ...progress, totalBytes: 0, totalFiles: 0 })).toBeNull();
  expect(shareOf({ ...progress, open: true })).toBeNull();
});

test('never more than all, where files grew while they were read', () => {
  expect(shareOf({ ...progress, doneBytes: 12 })).toBe(1);
});
