import { describe, expect, test } from 'vitest';
import { dayMs } from '../locks/period.ts';
import { encodeRetention, retentionPresets, type RetentionPolicy } from '../locks/retention.ts';
import type { Decision } from '../model/snapshot.ts';
import { previewRetention } from './preview-retention.ts';
import { smallSize, surveyOf, type Made } from './testing/survey-of.ts';

const { everything, standard } = retentionPresets;
const start = Date.UTC(2026, 0, 1, 12);
const onlyNewest: RetentionPolicy = { all: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };
const saying = (policy: RetentionPolicy): readonly Decision[] => [
  { at: 0, kind: 'retention', value: encodeRetention(policy) },
];
const daily = (days: number, decisions?: readonly Decision[]): readonly Made[] =>
  Array.from({ length: days }, (_, day) => ({
    id: String(day),
    uploadedAt: start + day * dayMs,
    packs: { shared: 1000, [`own ${day}`]: 100 },
    ...(decisions ? { decisions } : {}),
  }));
const preview = (made: readonly Made[], policy: RetentionPolicy, now = start + 10 * dayMs) =>
  previewRetention(surveyOf(made, { now }), policy, { now, dayMs });

test('tells what is let go, and what nothing kept would need any more', () => {
  const seen = preview(daily(4), { ...onlyNewest, daily: 1 });
  expect([...seen.reasons.keys()]).toEqual(['2', '3']);
  expect(seen.letGo.map(({ id }) => id)).toEqual(['0', '1']);
  // Their own packs, list parts and snapshot objects; not the pack that all share.
  expect(seen.freedBytes).toBe(2 * (100 + 2 * smallSize));
  expect(seen.keptBytes).toBe(1000 + 2 * (100 + 2 * smallSize));
});

test('pins stay whatever the policy', () => {
  const pinned = [...saying(everything), { at: 0, kind: 'pin', value: { snapshot: '0' } }];
  expect([...preview(daily(3, pinned), onlyNewest).reasons.keys()]).toEqual(['0', '2']);
});

test('nothing there: nothing kept, nothing freed', () => {
  expect(preview([], onlyNewest)).toMatchObject({ letGo: [], freedBytes: 0, keptBytes: 0 });
});

describe('it counts', () => {
  test('at once where it keeps as much or more', () => {
    const now = start + 10 * dayMs;
    expect(preview(daily(3, saying(onlyNewest)), standard, now).from).toBe(now);
    expect(preview(daily(3, saying(standard)), standard, now).from).toBe(now);
  });

  test('a week after a backup that is still to come', () => {
    expect(preview(daily(3, saying(standard)), onlyNewest).from).toBeUndefined();
    // Once published and taken back counts from the next time only.
    const back = [...daily(2, saying(onlyNewest)), ...daily(3, saying(standard)).slice(2)];
    expect(preview(back, onlyNewest).from).toBeUndefined();
  });

  test('a week after it was first published', () => {
    const made = [...daily(5, saying(standard)), ...daily(8, saying(onlyNewest)).slice(5)];
    expect(preview(made, onlyNewest).from).toBe(start + 12 * dayMs);
    const later = start + 12 * dayMs;
    expect(preview(made, onlyNewest, later).from).toBe(later);
  });
});
