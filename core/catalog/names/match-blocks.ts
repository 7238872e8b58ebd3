import type { Database } from 'better-sqlite3';
import { BestMatches, orderOf, type Match } from './best-matches.ts';
import { wordsOf } from './fold-text.ts';
import { SegmentCursor, segmentsOf } from './block-segments.ts';
import { asBlock, type NameBlock } from './name-blocks.ts';
import { fits, NameFit } from './name-fit.ts';
import { SoughtWord } from './sought-word.ts';

/** So many come at once, so that those of one directory are looked at together. As many as a window shows, and some. */
const portion = 512;

/**
 * Names whose path has all words of a text in it, a portion at a time: first those that have them in the name itself, the better
 * they fit and the shorter the path the earlier, then those that have some of them in the path above. A scan of bytes, so words of
 * any length and any characters are found exactly, and nothing else is.
 */
export function* matchingSlots(database: Database, text: string): Generator<readonly Match[]> {
  // The longest is the rarest.
  const words = wordsOf(text)
    .toSorted((a, b) => b.length - a.length)
    .map((word) => new SoughtWord(word));
  if (words.length === 0) return;
  const fit = new NameFit(text);
  yield* bestFirst(database, (block, before, best) => findInNames(block, before, words, fit, best));
  yield* bestFirst(database, (block, before, best) => findInPaths(block, before, words, best));
}

/** @param before bytes of the names in the blocks before it */
type Find = (block: NameBlock, before: number, best: BestMatches) => void;

/** Each round holds a bounded number; almost always the first is enough. */
function* bestFirst(database: Database, find: Find): Generator<readonly Match[]> {
  for (let after = -1, hasLeft = true; hasLeft;) {
    const best = new BestMatches(after);
    let before = 0;
    for (const block of blocks(database)) {
      find(block, before, best);
      before += block.names.length;
    }
    const { sorted } = best;
    for (let at = 0; at < sorted.length; at += portion) yield sorted.slice(at, at + portion);
    after = sorted.at(-1)?.order ?? after;
    ({ hasLeft } = best);
  }
}

/** One after the other by id: a list of all would be as large as the index, and an open cursor would keep others waiting. */
function* blocks(database: Database): Generator<NameBlock> {
  const next = database.prepare(
    'SELECT id, names, paths, segments FROM block WHERE id > ? ORDER BY id LIMIT 1',
  );
  for (let after = 0; ;) {
    const row = next.get(after) as { id: number; names: Buffer; paths: Buffer; segments: Buffer } | undefined;
    if (!row) return;
    yield asBlock(row);
    after = row.id;
  }
}

function findInNames(
  block: NameBlock,
  before: number,
  [first]: readonly SoughtWord[],
  fit: NameFit,
  best: BestMatches,
): void {
  if (!first) return;
  const { names } = block;
  const cursor = new SegmentCursor(block);
  // One letter is in most names: to look for it takes longer than to look at all of them.
  const isCommon = first.bytes.length === 1;
  const next = (from: number): number =>
    isCommon && from < names.length ? from : names.indexOf(first.bytes, from);
  for (let at = next(0); at >= 0;) {
    const start = startOfName(names, at);
    const end = endOfName(names, at);
    const own = fit.of(names, start, end);
    if (own !== undefined) {
      cursor.moveTo(start);
      const order = orderOf(own, cursor.pathLength + end - start, before + start);
      if (best.wants(order)) best.take(cursor.directory, cursor.slotAt(start), order);
    }
    at = next(end + 1);
  }
}

/** Names are short: a call for each would take longer than the look at their bytes. */
function startOfName(names: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && names[start - 1] !== 0) start--;
  return start;
}

function endOfName(names: Uint8Array, at: number): number {
  let end = at;
  while (end < names.length && names[end] !== 0) end++;
  return end;
}

function findInPaths(
  block: NameBlock,
  before: number,
  words: readonly SoughtWord[],
  best: BestMatches,
): void {
  const { names } = block;
  for (const { directory, first, from, to, path } of segmentsOf(block)) {
    const left = missingIn(path, names.subarray(from, to), words);
    if (!left) continue;
    for (let at = from, slot = first; at < to; slot++) {
      const end = endOfName(names, at);
      const order = orderOf(fits.above, path.length + end - at, before + at);
      const isWanted = best.wants(order) && isBelow(path, names.subarray(at, end), words, left);
      if (isWanted) best.take(directory, slot, order);
      at = end + 1;
    }
  }
}

/** Words that a path lacks. undefined: nothing of any is in it, or one is in none of its names either, as in most directories. */
function missingIn(
  path: Buffer,
  names: Buffer,
  words: readonly SoughtWord[],
): readonly SoughtWord[] | undefined {
  const missing: SoughtWord[] = [];
  let isTouched = false;
  for (const word of words) {
    const isThere = word.isIn(path);
    const mayEnd = !isThere && word.beginsAtEndOf(path);
    isTouched ||= isThere || mayEnd;
    if (isThere) continue;
    if (!mayEnd && (words.length === 1 || !word.isIn(names))) return undefined;
    missing.push(word);
  }
  return isTouched ? missing : undefined;
}

/** Whether a name has what its path lacks; one that has all is found among the names. @param left words that are not in the path */
const isBelow = (
  path: Buffer,
  name: Buffer,
  words: readonly SoughtWord[],
  left: readonly SoughtWord[],
): boolean =>
  left.every((word) => word.isIn(name) || word.spans(path, name)) && !words.every((word) => word.isIn(name));
