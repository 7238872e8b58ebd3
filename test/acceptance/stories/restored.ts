import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { compareTrees } from '../../compare/compare-trees.ts';
import type { Holdfast } from '../holdfast.ts';

/** Restores the whole snapshot to a new folder and expects it to be identical to `source`. */
export async function expectRestores(
  holdfast: Holdfast,
  snapshot: string,
  source: string,
  to: string,
  ignore: readonly string[] = [],
): Promise<void> {
  const report = await holdfast.succeed(['restore', snapshot, '--to', to]);
  expect(report['problems']).toEqual([]);
  const comparison = compareTrees(source, restoredAt(to, source), ignore);
  expect(comparison.lines).toEqual([]);
  expect(comparison.entries).toBeGreaterThan(1);
}

/** Where the tree of `source` lies below the folder it was restored to. */
export function restoredAt(to: string, source: string): string {
  const whole = join(to, source);
  return existsSync(whole) ? whole : join(to, basename(source));
}
