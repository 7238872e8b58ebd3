import type { EntryRow } from '../../../core/contract/browse.ts';
import type { Reply } from '../../../core/contract/error-shape.ts';
import { pageSize, type TreeRow } from './tree-rows.ts';

type Page = (folder: string, page: number) => Promise<Reply<readonly EntryRow[]>>;

/** The next row that is open and read and whose name begins with the letters; once round. null: none. */
export function findSeen(
  text: string,
  count: number,
  row: (at: number) => TreeRow,
  from: number,
): number | null {
  const wanted = text.toLocaleLowerCase();
  // One letter goes on to the next such name, more letters may still fit the one it stands at.
  const start = text.length === 1 ? from + 1 : from;
  for (let step = 0; step < count; step += 1) {
    const at = (start + step) % count;
    const { content } = row(at);
    if (content.kind === 'entry' && content.entry.name.toLocaleLowerCase().startsWith(wanted)) return at;
  }
  return null;
}

/**
 * The next entry of the same folder whose name begins with the letters; once round, from where the keyboard is. Pages
 * that nobody has looked at are read on the way. null: none, or somebody typed on.
 */
export async function findByLetters(
  text: string,
  { folder, index, siblings }: TreeRow,
  page: Page,
  isWanted: () => boolean,
): Promise<number | null> {
  const wanted = text.toLocaleLowerCase();
  // One letter goes on to the next such name, more letters may still fit the one it stands at.
  const start = text.length === 1 ? index + 1 : index;
  const pages = Math.ceil(siblings / pageSize);
  for (let step = 0; step <= pages; step += 1) {
    const number = (Math.floor(start / pageSize) + step) % pages;
    const reply = await page(folder, number);
    if (!reply.ok || !isWanted()) return null;
    const found = reply.value.findIndex(
      ({ name }, at) =>
        name.toLocaleLowerCase().startsWith(wanted) && (step > 0 || number * pageSize + at >= start),
    );
    if (found >= 0) return number * pageSize + found;
  }
  return null;
}
