import { shortId } from '../core/app/choose-snapshot.ts';
import type { Entry } from '../core/model/entry.ts';
import { modifiedAt } from './entry-result.ts';
import { printableName } from './printable.ts';
import { countOf, sizeInWords, timeInWords } from './words-for-people.ts';

/** One version of one file, and the snapshots that hold it unchanged, oldest first. */
export type FoundVersion = { readonly path: string; readonly entry: Entry; readonly snapshots: string[] };

/** A line of `find` for people. */
export function foundLine({ path, entry, snapshots }: FoundVersion): string {
  const size = entry.type === 'file' ? sizeInWords(entry.size) : entry.type;
  const newest = snapshots.at(-1) ?? '';
  const more = snapshots.length > 1 ? ` and ${countOf(snapshots.length - 1, 'older one', 'older ones')}` : '';
  return `${timeInWords(modifiedAt(entry).getTime())}  ${size.padStart(9)}  ${printableName(path)}  (snapshot ${shortId(newest)}${more})`;
}
