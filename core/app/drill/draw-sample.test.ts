import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SampleDraw, type Candidate } from './draw-sample.ts';

const now = Date.UTC(2026, 10, 22);
const day = 86_400_000;

/** The same numbers at every run. */
function counting(seed = 1): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
}

const file = (path: string, size: number, days: number): Candidate => ({
  path,
  size,
  changedAt: now - days * day,
});

function drawFrom(
  files: readonly Candidate[],
  limits = { files: 20, bytes: 200e6 },
  seed = 1,
): readonly Candidate[] {
  const draw = new SampleDraw(limits, now, counting(seed));
  for (const one of files) draw.add(one);
  return draw.draw();
}

test('one large old file among ten thousand small new ones is drawn', () => {
  const many = Array.from({ length: 10_000 }, (_, number) => file(`small ${number}`, 100, 1));
  const drawn = drawFrom([...many.slice(0, 5_000), file('large and old', 50e6, 800), ...many.slice(5_000)]);
  expect(drawn).toHaveLength(20);
  expect(drawn.map(({ path }) => path)).toContain('large and old');
});

test('every file of a kind has its chance, the first as the last', () => {
  const many = Array.from({ length: 50 }, (_, number) => file(`${number}`, 100, 1));
  const drawn = new Set<string>();
  for (let seed = 1; seed < 200; seed++)
    for (const { path } of drawFrom(many, { files: 5, bytes: 1e6 }, seed)) drawn.add(path);
  expect(drawn.size).toBe(50);
});

test('never more files or bytes than asked for, none twice, and all where all fit', () => {
  const files = fc.array(fc.tuple(fc.nat(40e6), fc.nat(1000)), { maxLength: 100 });
  fc.assert(
    fc.property(files, fc.integer({ min: 1, max: 30 }), fc.nat(100e6), (sizes, count, bytes) => {
      const all = sizes.map(([size, days], number) => file(`${number}`, size, days));
      const drawn = drawFrom(all, { files: count, bytes });
      const sum = drawn.reduce((total, { size }) => total + size, 0);
      expect(drawn.length <= count && sum <= bytes).toBe(true);
      expect(new Set(drawn.map(({ path }) => path)).size).toBe(drawn.length);
      const whole = all.reduce((total, { size }) => total + size, 0);
      if (all.length <= count && whole <= bytes) expect(drawn).toHaveLength(all.length);
    }),
  );
});
