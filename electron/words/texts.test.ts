import { expect, test } from 'vitest';
import { reportKinds } from '../../core/app/reports/report-kinds.ts';
import { agoWords, timeOrDay } from './dates.ts';
import { english } from './english.ts';
import { german } from './german.ts';
import { chooseTexts } from './texts.ts';

test.each([
  ['system', 'de-AT', german],
  ['system', 'de_DE', german],
  ['system', 'en-US', english],
  ['system', 'fr', english],
  ['system', '', english],
  ['de', 'en-US', german],
  ['en', 'de-DE', english],
] as const)('%s on a system in %s', (setting, system, texts) => {
  expect(chooseTexts(setting, system)).toBe(texts);
});

test.each([english, german])(
  '$locale knows every kind of notice that the engine has, and no other',
  ({ notices }) => {
    const kinds = [...reportKinds, 'settings-lost'];
    expect(new Set(Object.keys(notices))).toEqual(new Set(kinds));
  },
);

const minute = 60_000;
test.each([
  [0, 'just now'],
  [59 * minute, '59 min ago'],
  [119 * minute, '1 h ago'],
  [47 * 60 * minute, '47 h ago'],
  [49 * 60 * minute, '2 days ago'],
])('%i ms is %s', (past, words) => {
  expect(agoWords(1e12, 1e12 + past, english)).toBe(words);
});

test('a time of another day has its day', () => {
  const noon = new Date(2026, 10, 22, 12).getTime();
  expect(timeOrDay(noon, noon, english)).toBe('12:00');
  expect(timeOrDay(noon, noon - 24 * 60 * minute, english)).toMatch(/^Sun,? 12:00$/);
});
