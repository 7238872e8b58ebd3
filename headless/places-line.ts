import type { CommandContext } from './command-context.ts';
import { ProgressLine } from './progress-line.ts';
import { countInWords, countOf } from './words-for-people.ts';

/** Says how far looking up the contents of packs is. */
export function placesLine({ terminal, world }: CommandContext): {
  readonly update: (packs: { readonly known: number; readonly needed: number }) => void;
  readonly clear: () => void;
} {
  const line = new ProgressLine(terminal, world.now);
  return {
    update: ({ known, needed }) =>
      line.update(() => `Looking up: ${countInWords(known)} of ${countOf(needed, 'pack')}`),
    clear: () => line.clear(),
  };
}
