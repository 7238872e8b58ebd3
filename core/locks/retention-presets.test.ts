import { expect, test } from 'vitest';
import { retentionPresets as told } from '../contract/retention-presets.ts';
import { retentionFields, retentionPresets } from './retention.ts';

const asTold = (days: number): number | 'forever' | null =>
  days === 0 ? null : Number.isFinite(days) ? days : 'forever';

test('the window knows the same presets as the engine', () => {
  const own = Object.entries(retentionPresets).map(([name, policy]) => [
    name,
    Object.fromEntries(retentionFields.map((field) => [field, asTold(policy[field])])),
  ]);
  expect(told).toEqual(Object.fromEntries(own));
});
