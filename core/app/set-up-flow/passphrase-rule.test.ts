import { expect, test } from 'vitest';
import { passphraseRefusal } from './passphrase-rule.ts';

test.each([
  'seven herons over the marsh',
  'low tide at the harbour wall',
  'correct horse battery staple',
  'tide and time',
  'Grüße aus dem Watt 7',
  'x7!kQ2pW9zR4',
  '七つの海を渡る風の歌が聞こえる',
])('%s is taken', (passphrase) => {
  expect(passphraseRefusal(passphrase)).toBeUndefined();
});

test.each([
  ['', 'it has 0 characters'],
  ['short one', 'it has 9 characters'],
  [' seven herons over', 'begins or ends with a space'],
  ['aaaaaaaaaaaaaaa', 'same few characters'],
  ['abababababababab', 'same few characters'],
  ['abcdefghijklmn', 'row of neighbouring'],
  ['0987654321098765', 'row of neighbouring'],
  ['password1234', 'tried first'],
  ['Holdfast2026!!', 'tried first'],
  ['qwerty-123456', 'tried first'],
])('%s is refused, with the reason', (passphrase, reason) => {
  expect(passphraseRefusal(passphrase)).toContain(reason);
});
