import { expect, test } from 'vitest';
import { attackBegan } from './attack-began.ts';
import type { Evidence, EvidenceKind, Weight } from './evidence.ts';

const dayMs = 86_400_000;
const one = (at: number, kind: EvidenceKind, weight: Weight): Evidence => ({
  at: at * dayMs,
  kind,
  weight,
  words: `${kind} on ${at}`,
  said: { code: 'newest-hidden', count: at },
});

test('hints alone begin nothing, however many', () => {
  expect(attackBegan([one(1, 'unusual-run', 'hint'), one(2, 'set-up-changed', 'hint')])).toBeNull();
  expect(attackBegan([])).toBeNull();
});

test('the earliest strong one, with the next of another kind beside it', () => {
  const began = attackBegan([
    one(9, 'flood', 'attack'),
    one(7, 'hidden', 'attack'),
    one(8, 'hidden', 'attack'),
    one(3, 'unusual-run', 'hint'),
  ]);
  expect(began).toMatchObject({ at: 7 * dayMs, words: 'hidden on 7; and flood on 9' });
});

test('two weak ones of different kinds within two days; not of one kind, not further apart', () => {
  expect(
    attackBegan([one(4, 'suspicious-run', 'support'), one(5, 'set-up-changed', 'support')]),
  ).toMatchObject({
    at: 4 * dayMs,
    words: 'suspicious-run on 4; and set-up-changed on 5',
  });
  expect(attackBegan([one(4, 'suspicious-run', 'support'), one(5, 'suspicious-run', 'support')])).toBeNull();
  expect(attackBegan([one(1, 'suspicious-run', 'support'), one(5, 'never-whole', 'support')])).toBeNull();
});

test('the set-up was changed in the two weeks before: that is where it began', () => {
  const hidden = one(30, 'hidden', 'attack');
  expect(attackBegan([hidden, one(20, 'set-up-changed', 'support')])?.at).toBe(20 * dayMs);
  expect(attackBegan([hidden, one(10, 'set-up-changed', 'support')])?.at).toBe(30 * dayMs);
  expect(attackBegan([hidden, one(20, 'set-up-changed', 'hint')])?.at).toBe(30 * dayMs);
});
