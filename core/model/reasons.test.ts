import { expect, test } from 'vitest';
import { because, saidBecause } from './reasons.ts';

test('a sentence is known again, with its names', () => {
  expect(saidBecause(because('reason-no-permission'))).toEqual({ code: 'reason-no-permission' });
  expect(saidBecause(because('reason-no-attribute', { name: 'user.a\nb', detail: 'EPERM' }))).toEqual({
    code: 'reason-no-attribute',
    name: 'user.a\nb',
    detail: 'EPERM',
  });
});

test('a reason within a reason is known too', () => {
  const why = because('reason-piece-damaged', { detail: 'cut short' });
  expect(saidBecause(because('reason-set-aside', { why, name: '/home/$1/x' }))).toEqual({
    code: 'reason-set-aside',
    name: '/home/$1/x',
    why: [{ code: 'reason-piece-damaged', detail: 'cut short' }],
  });
});

test('what is not of the table is not taken for it', () => {
  expect(saidBecause('no permission to read it at all')).toBeNull();
  expect(saidBecause('gnawed by mice; what could be read of it is in /x')).toBeNull();
});
