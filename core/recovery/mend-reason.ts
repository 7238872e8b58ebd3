import type { MendResult } from './mend-words.ts';

const places = (positions: readonly number[]): string =>
  positions.length === 1
    ? `word ${positions[0]}`
    : `words ${positions.slice(0, -1).join(', ')} and ${positions.at(-1)}`;

/** Never says a word itself. */
export function mendReason(
  result: Exclude<MendResult, { readonly kind: 'exact' }>,
  withFingerprint: boolean,
): string {
  switch (result.kind) {
    case 'wrong-count':
      return `${result.count === 1 ? 'there is 1 word' : `there are ${result.count} words`}, not 24`;
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
