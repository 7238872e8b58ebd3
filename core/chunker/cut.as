// AssemblyScript (compiled by compile-cut.ts). FastCDC with a 64-bit gear, two bytes per step.
// Memory: gear table (256 u64) at 0, the same table shifted left by one at 2048, data from 4096 on.

/**
 * Where the chunk ends that starts at address `start`: an address in (start, end].
 * min, avg and max are even; end is where the available bytes end.
 */
export function cut(start: usize, end: usize, min: usize, avg: usize, max: usize, early: u64, late: u64): usize {
  let available = end - start;
  if (available <= min) return end;
  if (available > max) available = max;
  const middle = start + (available < avg ? available & ~1 : avg);
  const last = start + (available & ~1);
  const early2 = early << 1;
  const late2 = late << 1;
  let hash: u64 = 0;
  let at = start + min;
  while (at < middle) {
    hash = (hash << 2) + load<u64>(2048 + (<usize>load<u8>(at) << 3));
    if ((hash & early2) == 0) return at + 1;
    hash += load<u64>(<usize>load<u8>(at, 1) << 3);
    if ((hash & early) == 0) return at + 2;
    at += 2;
  }
  while (at < last) {
    hash = (hash << 2) + load<u64>(2048 + (<usize>load<u8>(at) << 3));
    if ((hash & late2) == 0) return at + 1;
    hash += load<u64>(<usize>load<u8>(at, 1) << 3);
    if ((hash & late) == 0) return at + 2;
    at += 2;
  }
  return start + available;
}
