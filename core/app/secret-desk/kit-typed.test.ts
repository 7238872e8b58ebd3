import { expect, test } from 'vitest';
import { fingerprint } from '../../crypto/keys.ts';
import { masterToWords } from '../../crypto/recovery-words.ts';
import type { RecoveryKit } from '../../recovery/recovery-kit.ts';
import { kitCodeText } from '../kit/kit-code.ts';
import { renderKitHtml } from '../kit/render-kit-html.ts';
import { renderKitText } from '../kit/render-kit-text.ts';
import { kitTyped } from './kit-typed.ts';

const master = new Uint8Array(32).fill(7);
const words = masterToWords(master);
const kit: RecoveryKit = {
  words,
  fingerprint: fingerprint(master),
  store: { kind: 'b2', endpoint: 'https://api.backblazeb2.com', bucket: 'harbour-bucket' },
  prefix: 'laptop/',
  repositoryId: '0123456789abcdef'.repeat(2),
};
const page = { kit, madeOn: new Date(0), program: 'holdfast' };
const { words: _, ...place } = kit;

test.each([
  ['the page of text', renderKitText(page)],
  ['the page of HTML', renderKitHtml(page)],
  ['what the code says', kitCodeText(kit)],
])('%s is a whole kit', (_name, text) => {
  expect(kitTyped(text, undefined)).toEqual(kit);
});

test('words alone are one where the place is known, however they are typed', () => {
  const typed = words.map((word, index) => `${index + 1}. ${word.toUpperCase()}`).join('\n');
  expect(kitTyped(typed, place)).toEqual(kit);
});

test('words alone do not say where the backups are', () => {
  expect(() => kitTyped(words.join(' '), undefined)).toThrow('do not say where');
});

test('a wrong word is pointed at, and not said', () => {
  const wrong = words.with(4, 'zoo').join(' ');
  expect(() => kitTyped(wrong, place)).toThrow('word 5 is wrong');
  expect(() => kitTyped(wrong, place)).not.toThrow('zoo');
});

test.each(['', 'hello there'])('"%s" is no kit', (text) => {
  expect(() => kitTyped(text, undefined)).toThrow('kit-unreadable');
});
