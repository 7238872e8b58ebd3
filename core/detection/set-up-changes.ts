import type { SnapshotBody } from '../model/snapshot.ts';

export type SetUpChange = {
  readonly kind:
    | 'root-gone'
    | 'root-new'
    | 'exclude-new'
    | 'exclude-gone'
    | 'period-shortened'
    | 'period-lengthened'
    | 'host-changed'
    | 'user-changed'
    | 'catalog-new';
  /** A sentence for people. */
  readonly words: string;
};

type SetUp = Pick<SnapshotBody, 'roots' | 'excludes' | 'protectDays' | 'host' | 'user'>;

/** How what is backed up, and for how long, differs between two snapshots. */
export function compareSetUps(before: SetUp, after: SetUp): readonly SetUpChange[] {
  const changes: SetUpChange[] = [];
  const tell = (kind: SetUpChange['kind'], words: string) => changes.push({ kind, words: inOneLine(words) });
  const [oldRoots, newRoots] = [before, after].map(({ roots }) => roots.map(({ path }) => path));
  for (const path of missing(oldRoots, newRoots)) tell('root-gone', `${path} is no longer backed up.`);
  for (const path of missing(newRoots, oldRoots)) tell('root-new', `${path} is backed up from now on.`);
  for (const rule of missing(after.excludes, before.excludes))
    tell('exclude-new', `What fits "${rule}" is left out from now on.`);
  for (const rule of missing(before.excludes, after.excludes))
    tell('exclude-gone', `What fits "${rule}" is no longer left out.`);
  const [old, now] = [before.protectDays, after.protectDays];
  if (now < old) tell('period-shortened', `Backups are protected for ${now} days instead of ${old}.`);
  if (now > old) tell('period-lengthened', `Backups are protected for ${now} days instead of ${old}.`);
  if (before.host !== after.host)
    tell('host-changed', `The backup came from the computer "${after.host}", before from "${before.host}".`);
  if (before.user !== after.user)
    tell('user-changed', `The backup was made by the user "${after.user}", before by "${before.user}".`);
  return changes;
}

/** Paths, rules and names are whatever a snapshot says. */
const inOneLine = (words: string): string => words.replaceAll(/[\n\r\u2028\u2029]/g, '\ufffd');

function missing(from: readonly string[] = [], into: readonly string[] = []): readonly string[] {
  const known = new Set(into);
  return [...new Set(from)].filter((item) => !known.has(item));
}
