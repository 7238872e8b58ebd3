import { expect, test } from 'vitest';
import { limitNow } from './limit-now.ts';
import { nextAt } from './local-time.ts';
import { pauseUntil } from './pause-until.ts';

const zone = 'Europe/Berlin';
const iso = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();
const berlin = (text: string): number => Date.parse(text);

test('the next time of day, on the day of every clock change', () => {
  // 29 March 2026: 2:00 becomes 3:00. 25 October: 3:00 becomes 2:00.
  expect(iso(nextAt('12:00', berlin('2026-03-28T13:00+01:00'), { zone }))).toBe('2026-03-29T10:00:00.000Z');
  expect(iso(nextAt('02:30', berlin('2026-03-28T03:00+01:00'), { zone }))).toBe('2026-03-29T01:00:00.000Z');
  const autumn = nextAt('02:30', berlin('2026-10-24T12:00+02:00'), { zone });
  expect(iso(autumn)).toBe('2026-10-25T00:30:00.000Z');
  // Not again an hour later, when clocks show the same.
  expect(iso(nextAt('02:30', autumn, { zone }))).toBe('2026-10-26T01:30:00.000Z');
  expect(iso(nextAt('12:00', berlin('2026-10-24T12:00+02:00'), { zone }))).toBe('2026-10-25T11:00:00.000Z');
});

test('a time that is now is over, and days of the week hold', () => {
  const noon = berlin('2026-11-23T12:00+01:00');
  expect(iso(nextAt('12:00', noon, { zone }))).toBe('2026-11-24T11:00:00.000Z');
  expect(iso(nextAt('12:00', noon - 1, { zone }))).toBe('2026-11-23T11:00:00.000Z');
  expect(iso(nextAt('12:00', noon, { zone, days: [0, 6] }))).toBe('2026-11-28T11:00:00.000Z');
});

test('pauses end in an hour, at six tomorrow, or when somebody resumes', () => {
  const now = berlin('2026-11-23T22:00+01:00');
  expect(pauseUntil('hour', now, zone)).toBe(now + 3_600_000);
  expect(iso(pauseUntil('tomorrow', now, zone))).toBe('2026-11-24T05:00:00.000Z');
  expect(iso(pauseUntil('tomorrow', berlin('2026-11-23T05:00+01:00'), zone))).toBe(
    '2026-11-24T05:00:00.000Z',
  );
  expect(iso(pauseUntil('tomorrow', berlin('2026-03-28T22:00+01:00'), zone))).toBe(
    '2026-03-29T04:00:00.000Z',
  );
  expect(new Date(pauseUntil('until-resumed', now, zone) ?? 0).getTime()).toBe(8.64e15);
  expect(pauseUntil('off', now, zone)).toBe(null);
});

test('a limit holds between its hours, over midnight too', () => {
  const at = (time: string) => berlin(`2026-11-23T${time}:00+01:00`);
  const limit = (from: string, to: string) => ({ uploadBytesPerSecond: 50_000, hours: { from, to } });
  const workday = ['07:59', '08:00', '17:59', '18:00'].map((time) =>
    limitNow(limit('08:00', '18:00'), at(time), zone),
  );
  expect(workday).toEqual([null, 50_000, 50_000, null]);
  const night = ['21:59', '22:00', '03:00', '06:00'].map((time) =>
    limitNow(limit('22:00', '06:00'), at(time), zone),
  );
  expect(night).toEqual([null, 50_000, 50_000, null]);
  expect(limitNow(limit('00:00', '00:00'), at('15:00'), zone)).toBe(50_000);
  expect(limitNow({ uploadBytesPerSecond: 50_000, hours: null }, 0)).toBe(50_000);
  expect(
    limitNow({ uploadBytesPerSecond: null, hours: { from: '08:00', to: '18:00' } }, at('12:00'), zone),
  ).toBe(null);
});
