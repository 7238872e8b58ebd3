/**
 * Ordinals of snapshots as pairs "from, to", both included, ascending and apart. The last `to` may be `open`: it goes on until
 * something else is seen.
 */
export type OrdinalRanges = readonly number[];

export const open = -1;

const endOf = (to: number | undefined): number =>
  to === undefined || to === open ? Number.POSITIVE_INFINITY : to;

export const isOpen = (ranges: OrdinalRanges): boolean => ranges.length > 0 && ranges.at(-1) === open;

/** Seen at an ordinal that is newer than all in it. */
export function opened(ranges: OrdinalRanges, at: number): OrdinalRanges {
  if (isOpen(ranges)) return ranges;
  // Closed a moment ago by a pass that was stopped, or seen again at once.
  if (ranges.at(-1) === at - 1) return [...ranges.slice(0, -1), open];
  return [...ranges, at, open];
}

/** Not seen any more from an ordinal on. */
export function closed(ranges: OrdinalRanges, from: number): OrdinalRanges {
  if (!isOpen(ranges)) return ranges;
  const begin = ranges.at(-2) ?? 0;
  return begin >= from ? ranges.slice(0, -2) : [...ranges.slice(0, -1), from - 1];
}

/** What is in both. */
export function inBoth(one: OrdinalRanges, other: OrdinalRanges): OrdinalRanges {
  const both: number[] = [];
  let [a, b] = [0, 0];
  while (a < one.length && b < other.length) {
    const from = Math.max(one[a] ?? 0, other[b] ?? 0);
    const [endA, endB] = [endOf(one[a + 1]), endOf(other[b + 1])];
    const to = Math.min(endA, endB);
    if (from <= to) both.push(from, Number.isFinite(to) ? to : open);
    if (endA < endB) a += 2;
    else b += 2;
  }
  return both;
}

/** Those of some ascending ordinals that are in it. */
export function ordinalsIn(ranges: OrdinalRanges, ordinals: readonly number[]): readonly number[] {
  let at = 0;
  return ordinals.filter((ordinal) => {
    while (at < ranges.length && endOf(ranges[at + 1]) < ordinal) at += 2;
    return at < ranges.length && (ranges[at] ?? 0) <= ordinal;
  });
}
