import { HoldfastError } from '../core/errors/holdfast-error.ts';
import { mendWords, type MendedWords, type MendResult } from '../core/recovery/mend-words.ts';
import { isYes } from './ask-line.ts';
import type { CommandContext } from './command-context.ts';
import { countOf } from './words-for-people.ts';

/**
 * The words as they were meant. Where one is wrong or two are swapped, the person is asked, with the kit in hand; where
 * nobody sits there, it is only said which ones, as a word belongs into no log.
 * @param fingerprint as the kit says; '' or undefined: not known
 * @throws words-wrong, cancelled
 */
export async function mendedWords(
  context: CommandContext,
  words: readonly string[],
  fingerprint: string | undefined,
): Promise<readonly string[]> {
  const result = mendWords(words, fingerprint || undefined);
  if (result.kind === 'exact') return result.words;
  if (result.kind === 'mended' && context.terminal.inIsTerminal) {
    for (const line of proposal(result)) context.note(line);
    if (await isYes(context, 'Is it so on the kit?')) return result.words;
    throw new HoldfastError('cancelled');
  }
  if (result.kind === 'unknown-words' && context.terminal.errIsTerminal)
    for (const { position, nearest } of result.unknown)
      if (nearest.length > 0) context.note(`Word ${position} may be: ${nearest.join(', ')}`);
  throw new HoldfastError('words-wrong', { reason: reasonOf(result, Boolean(fingerprint)) });
}

const proposal = ({ words, how, positions }: MendedWords): readonly string[] => [
  how === 'swapped'
    ? 'Two words seem to be swapped. These fit the fingerprint:'
    : 'Not all words are right. These fit:',
  ...positions.map((position) => `  word ${position}: ${words[position - 1]}`),
];

const places = (positions: readonly number[]): string =>
  positions.length === 1
    ? `word ${positions[0]}`
    : `words ${positions.slice(0, -1).join(', ')} and ${positions.at(-1)}`;

/** Never says a word itself. */
export function reasonOf(
  result: Exclude<MendResult, { readonly kind: 'exact' }>,
  withFingerprint: boolean,
): string {
  switch (result.kind) {
    case 'wrong-count':
      return `there are ${countOf(result.count, 'word')}, not 24`;
    case 'mended':
      return result.how === 'swapped'
        ? `${places(result.positions)} seem to be swapped; compare them with the kit`
        : `${places(result.positions)} ${result.positions.length === 1 ? 'is' : 'are'} wrong and all others fit; compare with the kit`;
    case 'unknown-words': {
      const which = places(result.unknown.map(({ position }) => position));
      return result.unknown.length === 1
        ? `${which} is not in the list of recovery words`
        : `${result.unknown.length} of them are not in the list of recovery words (${which})`;
    }
    case 'do-not-fit':
      if (!withFingerprint)
        return 'a word is mistyped or two are swapped. With the fingerprint of the kit (--fingerprint) it is found which';
      return result.checksumFits
        ? 'they are whole, but of another kit than the fingerprint'
        : 'more than one of them is wrong, or they are in another order; compare all with the kit';
  }
}
