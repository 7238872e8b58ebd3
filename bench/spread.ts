/** Median and largest, as two cells of a table. */
export function middleAndMost(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  return `${(sorted[sorted.length >> 1] ?? 0).toFixed(0)} | ${(sorted.at(-1) ?? 0).toFixed(0)}`;
}

/** How many of a hundred are larger. */
export function shareOver(limit: number, values: readonly number[]): string {
  if (values.length === 0) throw new Error('nothing was measured');
  const over = values.filter((value) => value > limit).length;
  return `${((over / values.length) * 100).toFixed(1)} %`;
}
