import { expect, test } from 'vitest';
import { foldText } from './fold-text.ts';
import { fits, NameFit } from './name-fit.ts';

function fitOf(text: string, name: string): string | undefined {
  const bytes = Buffer.from(`before\0${foldText(name)}\0after\0`);
  const fit = new NameFit(text).of(bytes, 7, bytes.length - 7);
  return Object.entries(fits).find(([, value]) => value === fit)?.[0];
}

test.each([
  ['letter 7', 'Letter 7', 'exact'],
  ['letter 7', 'letter 7.tar.gz', 'exact'],
  ['Letter  7.txt', 'letter 7.txt', 'exact'],
  ['letter 7', 'my letter 7.txt', 'wholeWords'],
  ['7 letter', 'letter_7', 'wholeWords'],
  ['letter 7', 'letter7 b', 'wholeWords'],
  ['letter 7', 'letters 7', 'wordStarts'],
  ['letter 7', 'letter 17', 'inside'],
  ['letter 7', 'letter 17, now 7', 'wholeWords'],
  ['letter 7', 'letter 17, now 71', 'wordStarts'],
  ['über', 'GRÜBER', 'inside'],
  ['über', 'Über uns', 'wholeWords'],
  ['straße', 'Hauptstr. STRASSE', 'wholeWords'],
  ['.txt', 'a.txt', 'wholeWords'],
  ['%', '100%', 'wholeWords'],
  ['letter 8', 'letter 7', undefined],
  ['before', 'letter', undefined],
  ['after', 'letter', undefined],
  ['a', '', undefined],
])('%j in %j: %s', (text, name, fit) => {
  expect(fitOf(text, name)).toBe(fit);
});
