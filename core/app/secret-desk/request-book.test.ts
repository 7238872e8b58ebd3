import { expect, test } from 'vitest';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { realWorld } from '../../system/world.ts';
import { RequestBook } from './request-book.ts';
import { done, type Talk } from './talk.ts';

let now = 0;
const world = { ...realWorld, monotonic: () => now };

function book(): RequestBook {
  now = 0;
  return new RequestBook(world, new AbortController().signal);
}

/** Takes "right", after one word in between. */
function talk(dropped: string[] = [], name = 'talk'): Talk {
  return {
    about: name,
    storage: null,
    first: 'passphrase',
    give: async ({ passphrase }) => {
      if (passphrase === 'halfway') return await Promise.resolve({ step: 'password' as const });
      if (passphrase !== 'right') throw new HoldfastError('passphrase-wrong');
      return done;
    },
    drop: () => dropped.push(name),
  };
}

test('a request is taken to its end once, and dead afterwards', async () => {
  const all = book();
  const dropped: string[] = [];
  const request = all.make('unlock', 'main', talk(dropped));
  expect(request).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(all.form(request)).toMatchObject({ step: 'passphrase', about: 'talk', error: null });
  const outcome = all.outcome(request);
  expect(await all.give(request, { passphrase: 'halfway' })).toMatchObject({ step: 'password' });
  expect(await all.give(request, { passphrase: 'right' })).toMatchObject({ step: 'done' });
  expect(await outcome).toBe('given');
  expect(await all.outcome(request)).toBe('given');
  expect(dropped).toEqual(['talk']);
  await expect(all.give(request, { passphrase: 'right' })).rejects.toThrow('secret-request-over');
  expect(() => all.form(request)).toThrow('secret-request-over');
});

test('once something was typed, no second window begins with it', async () => {
  const all = book();
  const request = all.make('unlock', 'main', talk());
  await all.give(request, { passphrase: 'halfway' });
  expect(() => all.form(request)).toThrow('secret-request-over');
  expect(await all.give(request, { passphrase: 'right' })).toMatchObject({ step: 'done' });
});

test('what is not right stays at its step, ten times', async () => {
  const all = book();
  const request = all.make('unlock', 'main', talk());
  for (let time = 0; time < 10; time++)
    expect(await all.give(request, { passphrase: 'wrong' })).toMatchObject({
      step: 'passphrase',
      error: { code: 'passphrase-wrong' },
    });
  await expect(all.give(request, { passphrase: 'right' })).rejects.toThrow('secret-request-over');
  expect(await all.outcome(request)).toBe('closed');
});

test('it ends after a quarter of an hour', async () => {
  const all = book();
  const request = all.make('unlock', 'main', talk());
  now = 15 * 60_000 - 1;
  expect(all.form(request).step).toBe('passphrase');
  now = 15 * 60_000;
  expect(() => all.form(request)).toThrow('secret-request-over');
  expect(await all.outcome(request)).toBe('closed');
});

test('another one for the same ends the first; others stay', async () => {
  const all = book();
  const dropped: string[] = [];
  const first = all.make('unlock', 'main', talk(dropped, 'first'));
  const other = all.make('unlock', 'laptop', talk(dropped, 'other'));
  const waiting = all.outcome(first);
  all.make('unlock', 'main', talk(dropped, 'second'));
  expect(await waiting).toBe('closed');
  expect(dropped).toEqual(['first']);
  expect(all.form(other).about).toBe('other');
});

test('one that was closed, or never made, is closed', async () => {
  const all = book();
  const request = all.make('unlock', 'main', talk());
  all.close(request);
  expect(await all.outcome(request)).toBe('closed');
  expect(await all.outcome('A'.repeat(43))).toBe('closed');
  expect(() => all.form('A'.repeat(43))).toThrow('secret-request-over');
});

test('two answers at once are one after the other', async () => {
  const all = book();
  const request = all.make('unlock', 'main', talk());
  const [first, second] = await Promise.allSettled([
    all.give(request, { passphrase: 'right' }),
    all.give(request, { passphrase: 'right' }),
  ]);
  expect(first.status).toBe('fulfilled');
  expect(second.status).toBe('rejected');
});

test('the memory is not filled with requests', () => {
  const all = book();
  const requests = Array.from({ length: 30 }, (_, index) => all.make('unlock', `set-${index}`, talk()));
  expect(() => all.form(requests[0]!)).toThrow('secret-request-over');
  expect(all.form(requests[29]!).step).toBe('passphrase');
});

test('an error says nothing of what was typed', async () => {
  const all = book();
  const request = all.make('unlock', 'main', {
    ...talk(),
    give: ({ passphrase }) => Promise.reject(new Error(`cannot take ${passphrase}`)),
  });
  expect(JSON.stringify(await all.give(request, { passphrase: 'tide and time' }))).not.toContain('tide');
});
