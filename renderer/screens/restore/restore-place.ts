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

/** Where the plan puts everything. null: something has to be chosen first. */
export function targetOf(
  { place, folder, home }: Wanted,
  paths: readonly string[],
  platform: string,
): Target | null {
  if (home && (home.from.trim() === '' || home.to.trim() === '')) return null;
  if (place === 'new') return { destination: null, mapHome: home };
  if (place === 'chosen') return folder === null ? null : { destination: folder, mapHome: home };
  if (home) return { destination: '/', mapHome: home };
  const folders = new Set(paths.map((path) => folderOf(path, platform)));
  const [only] = folders;
  if (folders.size === 1 && only !== undefined) return { destination: only, mapHome: null };
  // Full paths below the top: every file comes back to where it was.
  return platform === 'win32' ? null : { destination: '/', mapHome: { from: '/', to: '/' } };
}

function folderOf(path: string, platform: string): string {
  const at =
    platform === 'win32' ? Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) : path.lastIndexOf('/');
  const folder = path.slice(0, Math.max(at, 0));
  if (platform !== 'win32') return folder === '' ? '/' : folder;
  return /^[A-Za-z]:$/.test(folder) ? `${folder}\\` : folder;
}

/** The home folder that a backed-up path lies in, as the three systems name them. null: in none. */
export function homeOf(path: string): string | null {
  return /^(?:\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:[\\/]Users[\\/][^\\/]+)/.exec(path)?.[0] ?? null;
}
