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

test('both languages know the same kinds of notice, and every one that the engine has', () => {
  expect(Object.keys(german.notices)).toEqual(Object.keys(english.notices));
  const known = Object.keys(english.notices);
  expect([...reportKinds, 'settings-lost'].filter((kind) => !known.includes(kind))).toEqual([]);
});

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
