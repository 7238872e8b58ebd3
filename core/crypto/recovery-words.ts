import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { masterKeyBytes } from './keys.ts';

const wordCount = 24;

/** The 24 words (BIP-39, English) that stand for a 32-byte master key. */
export function masterToWords(master: Uint8Array): readonly string[] {
  if (master.length !== masterKeyBytes) throw new RangeError('a master key has 32 bytes');
  return entropyToMnemonic(master, wordlist).split(' ');
}

/** The words of a text, however they were typed: case, commas, numbers and line breaks do not matter. */
export const wordsOf = (typed: string): readonly string[] =>
  typed
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z]+/g) ?? [];

/**
 * The master key of 24 words, typed as `wordsOf` takes them.
 * @throws words-wrong which says what is wrong, never the words
 */
export function wordsToMaster(typed: string): Uint8Array {
  const words = wordsOf(typed);
  if (words.length !== wordCount)
    throw new HoldfastError('words-wrong', { reason: `there are ${words.length} words, not ${wordCount}` });
  const unknown = words.findIndex((word) => !wordlist.includes(word));
  if (unknown >= 0)
    throw new HoldfastError('words-wrong', {
      reason: `word ${unknown + 1} is not in the list of recovery words`,
    });
  try {
    return Uint8Array.from(mnemonicToEntropy(words.join(' '), wordlist));
  } catch {
    throw new HoldfastError('words-wrong', { reason: 'a word is mistyped or two are swapped' });
  }
}
