import { expect, test } from 'vitest';
import type { ProviderClock } from '../storage/object-store.ts';
import { realWorld, type World } from '../system/world.ts';
import { dayMs } from './period.ts';
import { ProviderTime } from './provider-time.ts';

const start = Date.UTC(2026, 10, 22);

type Setting = {
  readonly world: World;
  readonly store: { providerClock(): Promise<ProviderClock> };
  /** So much time goes by; this computer's clock jumps by so much on top. */
  readonly pass: (ms: number, computerJumps: number) => void;
};

function setting(skewMs: number, movedBy = 0): Setting {
  let computer = start;
  let monotonic = 5000;
  let provider = start + skewMs + movedBy;
  return {
    world: { ...realWorld, now: () => computer, monotonic: () => monotonic },
    store: { providerClock: async () => ({ now: provider, movedBy }) },
    pass: (ms, computerJumps) => {
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

test.each([dayMs + 1, -dayMs - 1, Number.NaN])('a difference of %d ms refuses', async (skewMs) => {
  const { world, store } = setting(skewMs);
  const time = await ProviderTime.ask(store, world);
  expect(() => time.assertMayLock()).toThrow(expect.objectContaining({ code: 'clocks-differ' }));
});

test.each([0, dayMs, -dayMs])('a difference of %d ms does not', async (skewMs) => {
  const { world, store } = setting(skewMs);
  const time = await ProviderTime.ask(store, world);
  expect(() => time.assertMayLock()).not.toThrow();
});

test('a practice vault’s moved clock is allowed for, and its time counts', async () => {
  const { world, store } = setting(1000, 400 * dayMs);
  const time = await ProviderTime.ask(store, world);
  expect(time.skewMs).toBe(1000);
  expect(time.now()).toBe(start + 1000 + 400 * dayMs);
  expect(() => time.assertMayLock()).not.toThrow();
});
