import { timingSafeEqual } from 'node:crypto';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { fingerprint } from '../../crypto/keys.ts';
import { wordsToMaster } from '../../crypto/recovery-words.ts';

const wordCount = 24;
const asked = 3;

/** Three different places of words in the kit, in order, from 1. */
export function placesToAsk(random: (bytes: number) => Uint8Array): readonly number[] {
  const places = new Set<number>();
  while (places.size < asked)
    for (const byte of random(16)) {
      // 240 is the last multiple of 24 in a byte, so that all places are as likely.
      if (byte < 240 && places.size < asked) places.add((byte % wordCount) + 1);
    }
  return [...places].toSorted((a, b) => a - b);
}

/**
 * Asks for words of the printed kit until each is right.
 * @param ask shows a question and returns what was typed; nothing at all skips the rest
 * @param say shows a line
 * @returns whether all were typed back
 */
export async function askForWords(
  words: readonly string[],
  places: readonly number[],
  ask: (question: string) => Promise<string>,
  say: (line: string) => void,
): Promise<boolean> {
  say(`To be sure that the kit is readable, type ${places.length} words from it. (Enter alone skips this.)`);
  for (const place of places)
    for (;;) {
      const typed = (await ask(`Word ${place}: `)).trim().toLowerCase();
      if (typed === '') return false;
      if (typed === words[place - 1]) break;
      say(`That is not word ${place}. Look at the number before it on the kit, then try again.`);
    }
  return true;
}

/** That these are the words at those places. @throws words-wrong */
export function checkWordsBack(
  words: readonly string[],
  places: readonly number[],
  back: readonly string[],
): void {
  const wanted = Buffer.from(places.map((place) => words[place - 1]).join(' '));
  const typed = Buffer.from(back.map((word) => word.trim().toLowerCase()).join(' '));
  if (wanted.length !== typed.length || !timingSafeEqual(wanted, typed))
    throw new HoldfastError('words-wrong', {
      reason: 'at least one is not the word at its number; look at the numbers on the kit',
    });
}

/** That all 24 words, however they were typed, are those of this fingerprint. @throws words-wrong */
export function checkAllWords(typed: string, wanted: string): void {
  const is = fingerprint(wordsToMaster(typed));
  if (is !== wanted)
    throw new HoldfastError('words-wrong', {
      reason: `they are of another kit: their fingerprint is ${is}, and that of this home ${wanted}`,
    });
}
