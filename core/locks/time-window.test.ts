import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayMs } from './period.ts';
import { windowOf } from './time-window.ts';

const at = (text: string): number => Date.parse(`${text}Z`);
const same = (kind: Parameters<typeof windowOf>[0], a: string, b: string): boolean =>
  windowOf(kind, at(a), dayMs) === windowOf(kind, at(b), dayMs);

test('days, months and years are those of the calendar in UTC', () => {
  expect(same('day', '2026-11-22T00:00:00', '2026-11-22T23:59:59.999')).toBe(true);
  expect(same('day', '2026-11-22T23:59:59.999', '2026-11-23T00:00:00')).toBe(false);
  expect(same('month', '2024-02-01T00:00', '2024-02-29T23:59')).toBe(true);
  expect(same('month', '2024-02-29T23:59', '2024-03-01T00:00')).toBe(false);
  expect(same('month', '2025-11-22T00:00', '2026-11-22T00:00')).toBe(false);
  expect(same('year', '2024-01-01T00:00', '2024-12-31T23:59')).toBe(true);
  expect(same('year', '2024-12-31T23:59', '2025-01-01T00:00')).toBe(false);
});

test('a week starts on Monday', () => {
  expect(same('week', '2026-11-16T00:00', '2026-11-22T23:59')).toBe(true);
  expect(same('week', '2026-11-22T23:59', '2026-11-23T00:00')).toBe(false);
});

test('scaled days follow the same calendar, past the last date that Date knows', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: at('2400-01-01T00:00') / dayMs }),
      fc.constantFrom('day', 'week', 'month', 'year'),
      (day, kind) => {
        const window = (one: number): number => windowOf(kind, one * 2000, 2000);
        expect(window(day)).toBe(windowOf(kind, day * dayMs, dayMs));
        // 5,000 calendars of 400 years later.
        const far = day + 5000 * 146_097;
        expect(window(far) === window(far + 1)).toBe(window(day) === window(day + 1));
        expect(window(far)).toBeGreaterThan(window(day));
      },
    ),
  );
});
