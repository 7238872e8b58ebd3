import { expect, test } from 'vitest';
import { realWorld, type World } from '../system/world.ts';
import { dayMs } from './period.ts';
import { ProviderTime } from './provider-time.ts';

const start = Date.UTC(2026, 10, 22);

function setting(
  skewMs: number,
  movedBy = 0,
): {
  world: World;
  store: { providerClock(): Promise<{ now: number; movedBy: number }> };
  pass(ms: number, computerJumps?: number): void;
} {
  let computer = start;
  let monotonic = 5000;
  let provider = start + skewMs + movedBy;
  return {
    world: { ...realWorld, now: () => computer, monotonic: () => monotonic },
    store: { providerClock: async () => ({ now: provider, movedBy }) },
    pass(ms, computerJumps = 0) {
      computer += ms + computerJumps;
      monotonic += ms;
      provider += ms;
    },
  };
}

test('is carried on by a clock that does not jump', async () => {
  const { world, store, pass } = setting(90_000);
  const time = await ProviderTime.ask(store, world);
  expect(time.now()).toBe(start + 90_000);
  expect(time.skewMs).toBe(90_000);
  pass(3000, -7 * dayMs);
  expect(time.now()).toBe(start + 93_000);
  expect(() => time.assertMayLock()).not.toThrow();
});

test('asked again, it notices a clock that jumped', async () => {
  const { world, store, pass } = setting(0);
  const time = await ProviderTime.ask(store, world);
  pass(3000, -7 * dayMs);
  await time.refresh();
  expect(time.now()).toBe(start + 3000);
  expect(() => time.assertMayLock()).toThrow(expect.objectContaining({ code: 'clocks-differ' }));
});

test.each([
  [dayMs, false],
  [dayMs + 1, true],
  [-dayMs, false],
  [-dayMs - 1, true],
  [Number.NaN, true],
])('a difference of %d ms refuses: %s', async (skewMs, refuses) => {
  const { world, store } = setting(skewMs);
  const time = await ProviderTime.ask(store, world);
  const ask = expect(() => time.assertMayLock());
  if (refuses) ask.toThrow(expect.objectContaining({ code: 'clocks-differ' }));
  else ask.not.toThrow();
});

test('a practice vault’s moved clock is allowed for, and its time counts', async () => {
  const { world, store } = setting(1000, 400 * dayMs);
  const time = await ProviderTime.ask(store, world);
  expect(time.skewMs).toBe(1000);
  expect(time.now()).toBe(start + 1000 + 400 * dayMs);
  expect(() => time.assertMayLock()).not.toThrow();
});
