import { expect, test } from 'vitest';
import { retentionPresets } from '../locks/retention.ts';
import { keepReasonsInWords, presetName, retentionInWords } from './retention-words.ts';

const { everything, lean, standard } = retentionPresets;
const nothing = { all: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };

test('a policy in words', () => {
  expect(retentionInWords(everything)).toBe('every snapshot');
  expect(retentionInWords(nothing)).toBe('only the newest snapshot');
  expect(retentionInWords({ ...nothing, all: 2, daily: 1 })).toBe(
    'every snapshot of the last 2 days, the first of each day for 1 day',
  );
  expect(retentionInWords(standard)).toContain('the first of each year for ever');
});

test('the name of a preset', () => {
  expect([everything, standard, lean].map(presetName)).toEqual(['everything', 'standard', 'lean']);
  expect(presetName({ ...lean, daily: 8 })).toBeUndefined();
});

test('why it is kept: of several windows the longest', () => {
  expect(keepReasonsInWords(undefined)).toBe('let go');
  expect(keepReasonsInWords(['newest', 'all', 'day', 'month', 'pinned'])).toBe(
    'pinned, newest, first of its month',
  );
  expect(keepReasonsInWords(['all'])).toBe('recent');
  expect(keepReasonsInWords(['partial'])).toBe('until the next complete one');
});
