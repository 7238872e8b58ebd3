import { expect, test } from 'vitest';
import { dayMs } from '../locks/period.ts';
import { uploadedPerDay } from './measured-churn.ts';

const at = (day: number, storedBytes: number) => ({
  uploadedAt: day * dayMs,
  body: { statistics: { storedBytes } },
});

test('what is uploaded in a day, without the first backup', () => {
  expect(uploadedPerDay([at(100, 1e12), at(102, 5), at(105, 0), at(110, 15)])).toBe(2);
});

test('looks back 90 days at most', () => {
  expect(uploadedPerDay([at(0, 1e12), at(10, 1e9), at(100, 7), at(190, 90)])).toBe(1);
});

test.each([[[]], [[at(1, 5)]], [[at(1, 5), at(7.9, 5)]]])(
  'says nothing from less than a week',
  (snapshots) => {
    expect(uploadedPerDay(snapshots)).toBeUndefined();
  },
);
