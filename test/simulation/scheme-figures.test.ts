import { expect, test } from 'vitest';
import { averageAYear, limits, ownFigures } from './scheme-figures.ts';

test(
  'a terabyte: at most 0.32 M renewals a year, at most 75 GB locked beyond P',
  { timeout: 300_000 },
  () => {
    const figures = ownFigures('of a terabyte');
    expect(averageAYear(figures)).toBeLessThanOrEqual(limits.renewalsAYear);
    expect(figures.renewalsOfYears.at(-1)).toBeLessThanOrEqual(limits.renewalsAYear);
    expect(figures.overlockedGB).toBeLessThanOrEqual(limits.overlockedGB);
    // All kinds are in it: neither limit is kept by leaving something out.
    expect(figures.renewals.packs).toBeGreaterThan(100_000);
    expect(figures.renewals.lists).toBeGreaterThan(100);
    expect(figures.renewals.index).toBeGreaterThan(1_000);
    expect(figures.overlockedGB).toBeGreaterThan(10);
  },
);
