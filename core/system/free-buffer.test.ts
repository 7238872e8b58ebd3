import { expect, test } from 'vitest';
import { freeBuffer } from './free-buffer.ts';

test('a large buffer is empty afterwards, in all its views', () => {
  const bytes = new Uint8Array(1_000_000);
  const view = bytes.subarray(10, 20);
  freeBuffer(view);
  expect([bytes.length, view.length]).toEqual([0, 0]);
  expect(() => freeBuffer(view)).not.toThrow();
});

test('what may share memory with others is left alone', () => {
  const pooled = Buffer.from('pooled');
  freeBuffer(pooled);
  expect(pooled.toString()).toBe('pooled');
  const shared = new Uint8Array(new SharedArrayBuffer(1_000_000));
  freeBuffer(shared);
  expect(shared.length).toBe(1_000_000);
});
