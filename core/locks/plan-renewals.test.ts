import { expect, test } from 'vitest';
import { lockPolicy } from './lock-policy.ts';
import { dayMs } from './period.ts';
import { planRenewals, type Renewable } from './plan-renewals.ts';

const now = Date.UTC(2026, 10, 22);
const policy = lockPolicy(30);
const object = (name: string, days: number, more: Partial<Renewable> = {}): Renewable => ({
  name,
  versionId: 'v',
  uploadedAt: now - 100 * dayMs,
  confirmedUntil: now + days * dayMs,
  ...more,
});
const planned = (objects: readonly Renewable[], options: Partial<Parameters<typeof planRenewals>[1]> = {}) =>
  planRenewals(objects, { now, policy, ...options }).map(({ name }) => name);

test('what would not last for P is renewed: hidden ones first, then what lapses first', () => {
  expect(
    planned([
      object('lasts', 30),
      object('later', 29),
      object('sooner', 2),
      object('lapsed', -3),
      object('hidden', 20, { hidden: true }),
      object('hidden and sooner', 10, { hidden: true }),
      object('hidden and lasting', 31, { hidden: true }),
      object('never read', 0, { confirmedUntil: 0 }),
    ]),
  ).toEqual(['hidden and sooner', 'hidden', 'never read', 'lapsed', 'sooner', 'later']);
});

test('what was just uploaded waits for an hour of the policy, unless a snapshot is published', () => {
  const fresh = object('fresh', 29, { uploadedAt: now - dayMs / 24 + 1 });
  const old = object('old', 29, { uploadedAt: now - dayMs / 24 });
  expect(planned([fresh, old])).toEqual(['old']);
  expect(planned([fresh, old], { publication: true })).toEqual(['fresh', 'old']);
  const short = lockPolicy(30, 2400);
  const after = (ms: number) => planned([object('x', 0, { uploadedAt: now - ms })], { policy: short });
  expect(after(99)).toEqual([]);
  expect(after(100)).toEqual(['x']);
});
