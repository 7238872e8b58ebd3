import { expect, test } from 'vitest';
import { proofTime } from './proof-time.ts';

const timeOf = (seconds: string | undefined, endpoint = 'https://api.backblazeb2.com'): number | undefined =>
  proofTime({ HOLDFAST_PROOF_SECONDS: seconds }, endpoint);

test('a proof takes a minute, or the seconds that were asked for', () => {
  expect([timeOf(undefined), timeOf('1'), timeOf('90')]).toEqual([60_000, 1_000, 90_000]);
});

test('it is left out only for a server on this computer', () => {
  expect(timeOf('0', 'http://127.0.0.1:9000')).toBe(undefined);
  expect(() => timeOf('0')).toThrow('usage');
});

test.each(['0.5', 'a minute', '-1', '5000'])('%s is no such number', (seconds) => {
  expect(() => timeOf(seconds)).toThrow('usage');
});
