import { expect, test } from 'vitest';
import { kitNextStep, kitReminder } from './kit-reminder.ts';

const now = Date.UTC(2026, 10, 22, 12);
const daysAgo = (days: number): number => now - days * 86_400_000;

test('status reminds of a kit that nobody confirmed, and once a year of one that somebody did', () => {
  expect(kitReminder({ confirmedAt: null, openedAt: null }, now)).toMatch(/^Nobody has said/);
  expect(kitReminder({ confirmedAt: daysAgo(364), openedAt: null }, now)).toBeUndefined();
  expect(kitReminder({ confirmedAt: daysAgo(366), openedAt: null }, now)).toMatch(
    /still have the sheet.*21 November 2025/,
  );
});

test('a backup says what is next until the kit has opened one', () => {
  expect(kitNextStep({ confirmedAt: now, openedAt: null })).toMatch(/holdfast kit open/);
  expect(kitNextStep({ confirmedAt: null, openedAt: daysAgo(900) })).toBeUndefined();
});
