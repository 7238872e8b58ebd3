import { wordsOf } from '../../crypto/recovery-words.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { mendReason } from '../../recovery/mend-reason.ts';
import { mendWords } from '../../recovery/mend-words.ts';
import { readKit } from '../../recovery/read-kit.ts';
import type { RecoveryKit } from '../../recovery/recovery-kit.ts';

const wordCount = 24;

/** The longest text of nothing but words that may be short of some: a whole kit has far more. */
const mostLooseWords = 30;

/**
 * A kit as a person gave it: the whole text of the page or of its QR code, or only the words, where the place is known.
 * @param place what the words belong to; undefined: then the text has to say it
 * @throws kit-unreadable, words-wrong; which word is wrong is said, the word itself never
 */
export function kitTyped(text: string, place: Omit<RecoveryKit, 'words'> | undefined): RecoveryKit {
  const loose = wordsOf(text);
  const kit =
    !/fingerprint|repository/i.test(text) && loose.length <= mostLooseWords
      ? withPlace(loose, place)
      : readKit(text);
  const mended = mendWords(kit.words, kit.fingerprint || undefined);
  if (mended.kind !== 'exact')
    throw new HoldfastError('words-wrong', { reason: mendReason(mended, kit.fingerprint !== '') });
  return { ...kit, words: mended.words };
}

function withPlace(words: readonly string[], place: Omit<RecoveryKit, 'words'> | undefined): RecoveryKit {
  if (words.length === 0) throw new HoldfastError('kit-unreadable', { reason: 'nothing was typed' });
  if (place) return { ...place, words };
  throw new HoldfastError('kit-unreadable', {
    reason:
      words.length === wordCount
        ? 'the words alone do not say where the backups are; type the other lines of the kit too'
        : 'it has neither all words nor the lines that say where the backups are',
  });
}
