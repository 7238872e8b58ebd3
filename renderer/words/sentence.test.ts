import { expect, test } from 'vitest';
import { sentence } from './sentence.ts';

test.each([
  ['7 locked objects of yours were hidden', '7 locked objects of yours were hidden.'],
  ['it was uploaded before the attack began', 'It was uploaded before the attack began.'],
  ['über 3 gesperrte Sicherungen', 'Über 3 gesperrte Sicherungen.'],
  ['gemacht, seit es so ist', 'Gemacht, seit es so ist.'],
  ['b2.txt is gone.', 'b2.txt is gone.'],
])('%s', (words, spoken) => {
  expect(sentence(words)).toBe(spoken);
});
