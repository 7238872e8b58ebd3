import { expect, test } from 'vitest';
import { toExactText } from '../../source/exact-text.ts';
import { shownName } from './shown-name.ts';

test('names that try to look like others are seen as what they are', () => {
  expect(shownName('invoice\u202efdp.exe')).toBe('invoice\\u{202e}fdp.exe');
  expect(shownName('two\nlines\u2028three\ttabs\u0007')).toBe('two\\nlines\\u{2028}three\\ttabs\\x07');
  expect(shownName('in\u200bvisible\ufeff')).toBe('in\\u{200b}visible\\u{feff}');
  expect(shownName(toExactText('caf\xe9\xff'))).toBe('caf\\xe9\\xff');
});

test('ordinary names stay as they are, in any script', () => {
  for (const name of ['<b>bold</b>', 'Zürich', 'שלום', '日本', '👩\u200d👧', 'a\\nb', '\ufffd'])
    expect(shownName(name)).toBe(name);
});
