import { expect, test } from 'vitest';
import { isLoopback, readProviderClock } from './provider-time.ts';

const headers = { date: 'Sun, 22 Nov 2026 08:00:00 GMT', 'x-practice-clock-offset-ms': '5000' };
const now = Date.UTC(2026, 10, 22, 8);

test('a moved clock is believed of this computer only', () => {
  for (const own of ['http://127.0.0.1:99', 'http://localhost:1/', 'http://[::1]:9'])
    expect(readProviderClock(headers, own)).toEqual({ now, movedBy: 5_000 });
  for (const other of ['https://s3.example.org', 'http://127.0.0.1.example.org', 'http://10.0.0.1'])
    expect(readProviderClock(headers, other)).toEqual({ now, movedBy: 0 });
});

test('what is no date is no time', () => {
  expect(readProviderClock({}, 'http://127.0.0.1')).toBeUndefined();
  expect(readProviderClock({ date: 'yesterday' }, 'http://127.0.0.1')).toBeUndefined();
});

test('names that only look like loopback are not', () => {
  expect(isLoopback('https://localhost.example.org')).toBe(false);
  expect(isLoopback('https://127.0.0.1.nip.io')).toBe(false);
});
