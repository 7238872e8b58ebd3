import type { Input } from '../../../core/contract/calls.ts';

export type Place = 'new' | 'chosen' | 'original';

export type HomeMap = { readonly from: string; readonly to: string };

export type Wanted = {
  readonly place: Place;
  /** Only for `chosen`. */
  readonly folder: string | null;
  /** Recovery on another computer; null: names stay. */
  readonly home: HomeMap | null;
};

type Target = Pick<Input<'restore.plan'>, 'destination' | 'mapHome'>;

/**
 * Where the plan puts everything; null: something has to be chosen first, or there is no way.
 * Back to where it was: below the nearest folder that all of it lies in, since that is one the person may write to.
 * A map to "/" puts what lay below `from` straight below the destination.
 */
export function targetOf(
  { place, folder, home }: Wanted,
  paths: readonly string[],
  platform: string,
): Target | null {
  if (paths.length === 0) return null;
  if (home && (home.from.trim() === '' || home.to.trim() === '')) return null;
  if (place === 'new') return { destination: null, mapHome: home };
  if (place === 'chosen') return folder === null ? null : { destination: folder, mapHome: home };
  const folders = paths.map((path) => partsOf(path, platform).slice(0, -1));
  const shared = folders.reduce((common, parts) => common.slice(0, firstDifference(common, parts)));
  if (home) {
    const from = partsOf(home.from, platform);
    const isInside = firstDifference(from, shared) === from.length;
    return isInside ? { destination: home.to, mapHome: { from: home.from, to: '/' } } : null;
  }
  if (platform === 'win32' && shared.length === 0) return null;
  const at = joined(shared, platform);
  const isFlat = folders.every((parts) => parts.length === shared.length);
  return { destination: at, mapHome: isFlat ? null : { from: at, to: '/' } };
}

const partsOf = (path: string, platform: string): readonly string[] =>
  path.split(platform === 'win32' ? /[\\/]+/ : /\/+/).filter((part) => part !== '');

function firstDifference(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? a.length : at;
}

function joined(parts: readonly string[], platform: string): string {
  if (platform !== 'win32') return `/${parts.join('/')}`;
  return parts.length === 1 ? `${parts[0]}\\` : parts.join('\\');
}

/** The home folder that a backed-up path lies in, as the three systems name them. null: in none. */
export function homeOf(path: string): string | null {
  return /^(?:\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:[\\/]Users[\\/][^\\/]+)/.exec(path)?.[0] ?? null;
}
