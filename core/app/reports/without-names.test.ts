import { expect, test } from 'vitest';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { words, type ErrorCode } from '../../errors/words.ts';
import { shapeOf } from '../service/shape-error.ts';
import { withoutNames } from './without-names.ts';

const name = '/home/anna/Divorce.odt';
const codes = Object.keys(words) as ErrorCode[];

test('what leaves this computer names none of its files', () => {
  const named = codes.map((code) =>
    shapeOf(
      new HoldfastError(code, { path: name, home: name, example: name, reason: `the tree of ${name}` }),
    ),
  );
  expect(named.filter((error) => error.words.includes(name)).length).toBeGreaterThan(5);
  expect(named.map(withoutNames).filter((error) => JSON.stringify(error).includes(name))).toEqual([]);
});

test('what stopped it is still said', () => {
  const error = shapeOf(
    new HoldfastError('path-impossible', { path: name, reason: 'it is read-only' }, { retry: 'later' }),
  );
  expect(withoutNames(error)).toEqual({
    code: 'path-impossible',
    details: { path: 'a file or folder', reason: 'it is read-only' },
    words: '"a file or folder" cannot be used: it is read-only.',
    retry: 'later',
  });
  const full = shapeOf(new HoldfastError('disk-full', { path: name }));
  expect(withoutNames(full).words).toMatch(/disk of this computer/);
  const sealed = shapeOf(
    new HoldfastError('home-damaged', { home: name, reason: 'the keychain does not hold the keys any more' }),
  );
  expect(withoutNames(sealed).words).toMatch(/^The settings in this home .* the keychain does not hold/);
});
