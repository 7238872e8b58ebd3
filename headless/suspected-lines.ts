import { shortId } from '../core/app/choose-snapshot.ts';
import type { FoundSnapshot } from '../core/catalog/snapshots.ts';
import { lastClean } from '../core/locks/last-clean.ts';
import type { Suspicion } from '../core/locks/suspicion.ts';
import { cutWords } from './cut-words.ts';
import { printableName } from './printable.ts';
import { countOf, timeInWords } from './words-for-people.ts';

/** Who wants all of them has a command for it. */
const shownSigns = 3;
/** Terminals are 80 wide. */
const lineWidth = 80;
const signWidth = 54;
const nameWidth = 18;

/** Before all else: what an attack leaves may be protected as well as ever. */
export function suspectedLines(
  suspected: readonly Suspicion[],
  snapshots: readonly FoundSnapshot[],
): readonly string[] {
  const [first] = suspected;
  if (!first) return [];
  const clean = lastClean(snapshots, [first.since]);
  const before = clean
    ? `The last clean snapshot is ${shortId(clean.id)} of ${timeInWords(clean.uploadedAt)}`
    : 'There is no snapshot from before';
  const more = first.signals.length - shownSigns;
  const others = [
    ...(more > 0 ? [countOf(more, 'more sign')] : []),
    ...(suspected.length > 1 ? [countOf(suspected.length - 1, 'later suspicion')] : []),
  ];
  return [
    `⚠ Suspected attack since ${timeInWords(first.since)}. ${before}; nothing is given back.`,
    ...first.signals.slice(0, shownSigns).map(signLine),
    `    ${others.length > 0 ? `and ${others.join(' and ')}; ` : ''}\`holdfast suspicions\` shows all of it`,
  ];
}

/** What was seen, and the names of the first files as far as there is room. */
function signLine({ words, files }: Suspicion['signals'][number]): string {
  let line = `  - ${cutWords(printableName(words).replace(/\.$/, ''), signWidth)}`;
  for (const [index, file] of files.entries()) {
    const longer = `${line}${index === 0 ? ': ' : ', '}${shortName(printableName(file))}`;
    if (longer.length > lineWidth) break;
    line = longer;
  }
  return line;
}

/** The end of a name tells what kind it is, and what somebody appended to it. */
function shortName(path: string): string {
  const letters = Array.from(path.slice(path.lastIndexOf('/') + 1));
  if (letters.length <= nameWidth) return letters.join('');
  const half = nameWidth / 2;
  return `${letters.slice(0, half).join('')}…${letters.slice(1 - half).join('')}`;
}
