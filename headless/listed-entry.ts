import type { ListedEntry } from '../core/restore/list-directory.ts';
import { toText } from '../core/source/byte-path.ts';
import { entryResult, modeInWords, modifiedAt } from './entry-result.ts';
import { printableName } from './printable.ts';
import { sizeInWords, timeInWords } from './words-for-people.ts';

/** A line of `ls` as --json tells it. */
export const listedResult = ({ path, entry }: ListedEntry): Readonly<Record<string, unknown>> => ({
  path,
  ...(entry ? entryResult(entry) : { type: 'directory' }),
});

/** A line of `ls` for people; of what lies above the roots nothing but the name is known. */
export function listedLine({ path, entry }: ListedEntry): string {
  if (!entry) return printableName(path);
  const size = entry.type === 'file' ? sizeInWords(entry.size) : '';
  const arrow = entry.target === undefined ? '' : ` -> ${toText(entry.target)}`;
  return `${modeInWords(entry)}  ${size.padStart(9)}  ${timeInWords(modifiedAt(entry).getTime())}  ${printableName(`${path}${arrow}`)}`;
}
