/**
 * How space is given back (design 4). `automatic`: what Holdfast hides is deleted by the bucket's rule after
 * `daysFromHiding`. `by-hand`: no rule of ours; only a maintenance key deletes.
 */
export type SpaceRules = 'automatic' | 'by-hand';

export const daysFromHiding = 7;

/** Never keys/, repository/ or snapshots/: those a rule must not touch even if somebody hides them. */
const folders = ['packs/', 'index/', 'lists/', 'proof/'];

/** The prefixes of our own rules, each with its slash so that no neighbour is caught. */
export function ruledPrefixes(prefix: string): readonly string[] {
  return folders.map((folder) => `${prefix}${folder}`);
}

/** Whether a rule for `ruled` touches anything below `prefix`. */
export function overlaps(ruled: string, prefix: string): boolean {
  return ruled.startsWith(prefix) || prefix.startsWith(ruled);
}
