import { HoldfastError } from '../core/errors/holdfast-error.ts';
import { mendReason } from '../core/recovery/mend-reason.ts';
import { mendWords, type MendedWords } from '../core/recovery/mend-words.ts';
import { isYes } from './ask-line.ts';
import type { CommandContext } from './command-context.ts';

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
  throw new HoldfastError('words-wrong', { reason: mendReason(result, Boolean(fingerprint)) });
}

const proposal = ({ words, how, positions }: MendedWords): readonly string[] => [
  how === 'swapped'
    ? 'Two words seem to be swapped. These fit the fingerprint:'
    : 'Not all words are right. These fit:',
  ...positions.map((position) => `  word ${position}: ${words[position - 1]}`),
];
