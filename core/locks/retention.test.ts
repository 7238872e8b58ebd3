import { describe, expect, test } from 'vitest';
import { encodeRetention, furthestReach, parseRetention, retentionPresets } from './retention.ts';

const { everything, lean, standard } = retentionPresets;

test.each(Object.entries(retentionPresets))('"%s" survives JSON', (_, policy) => {
  expect(parseRetention(JSON.parse(JSON.stringify(encodeRetention(policy))))).toEqual(policy);
});

describe('no policy', () => {
  test.each([
    undefined,
    null,
    'standard',
    [],
    {},
    { ...encodeRetention(lean), daily: -1 },
    { ...encodeRetention(lean), daily: '7' },
    { ...encodeRetention(lean), daily: Number.NaN },
    { ...encodeRetention(lean), hourly: 3 },
    { all: 1, daily: 1, weekly: 1, monthly: 1 },
  ])('%o', (value) => {
    expect(parseRetention(value)).toBeUndefined();
  });
});

test('of several policies each keeps what it keeps', () => {
  expect(furthestReach([lean, { ...standard, daily: 3 }])).toEqual({ ...standard, daily: 7 });
  expect(furthestReach([everything, lean])).toEqual({ ...lean, all: Number.POSITIVE_INFINITY });
  expect(furthestReach([])).toEqual({ all: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 });
});
