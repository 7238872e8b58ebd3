import { expect, test } from 'vitest';
import { visibleName } from './visible-name.ts';

test('marks that turn or hide letters are seen, all else stays as it is', () => {
  expect(visibleName('invoice\u202Efdp.exe')).toBe('invoice\\u{202e}fdp.exe');
  expect(visibleName('two\nlines\u200B')).toBe('two\\u{a}lines\\u{200b}');
  expect(visibleName('مرحبا 👨‍👩‍👧 <b>')).toBe('مرحبا 👨‍👩‍👧 <b>');
});

test('what is too long to show is cut, and that is seen', () => {
  expect(visibleName('x'.repeat(500))).toBe(`${'x'.repeat(400)}…`);
});
