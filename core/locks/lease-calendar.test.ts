import { expect, test } from 'vitest';
import { leaseCalendar } from './lease-calendar.ts';
import { dayMs } from './period.ts';

const day = Date.UTC(2026, 10, 22);

test('adds up by the UTC day on which locks end, soonest first', () => {
  expect(
    leaseCalendar(
      [
        { size: 5, until: day + 3 * dayMs },
        { size: 1, until: day },
        { size: 2, until: day + dayMs - 1 },
        { size: 100, until: 0 },
      ],
      dayMs,
    ),
  ).toEqual([
    { day, bytes: 3, objects: 2 },
    { day: day + 3 * dayMs, bytes: 5, objects: 1 },
  ]);
  expect(leaseCalendar([{ size: 1, until: 5999 }], 2000)).toEqual([{ day: 4000, bytes: 1, objects: 1 }]);
  expect(leaseCalendar([], dayMs)).toEqual([]);
});
