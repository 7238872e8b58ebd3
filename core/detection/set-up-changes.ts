import type { Said } from '../model/said.ts';
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
  /** Absent: it is said to whoever runs the program only. */
  readonly said?: Said;
};

type SetUp = Pick<SnapshotBody, 'roots' | 'excludes' | 'protectDays' | 'host' | 'user'>;

/** How what is backed up, and for how long, differs between two snapshots. */
export function compareSetUps(before: SetUp, after: SetUp): readonly SetUpChange[] {
  const changes: SetUpChange[] = [];
  const tell = (kind: SetUpChange['kind'], said: Said, words: string) =>
    changes.push({ kind, words: inOneLine(words), said });
  const [oldRoots, newRoots] = [before, after].map(({ roots }) => roots.map(({ path }) => path));
  for (const path of missing(oldRoots, newRoots))
    tell('root-gone', { code: 'root-gone', name: path }, `${path} is no longer backed up.`);
  for (const path of missing(newRoots, oldRoots))
    tell('root-new', { code: 'root-new', name: path }, `${path} is backed up from now on.`);
  for (const rule of missing(after.excludes, before.excludes))
    tell('exclude-new', { code: 'exclude-new', rule }, `What fits "${rule}" is left out from now on.`);
  for (const rule of missing(before.excludes, after.excludes))
    tell('exclude-gone', { code: 'exclude-gone', rule }, `What fits "${rule}" is no longer left out.`);
  const [old, now] = [before.protectDays, after.protectDays];
  const period = { code: 'period-changed', days: now, before: old } as const;
  if (now < old) tell('period-shortened', period, `Backups are protected for ${now} days instead of ${old}.`);
  if (now > old)
    tell('period-lengthened', period, `Backups are protected for ${now} days instead of ${old}.`);
  if (before.host !== after.host)
    tell(
      'host-changed',
      { code: 'host-changed', now: after.host, before: before.host },
      `The backup came from the computer "${after.host}", before from "${before.host}".`,
    );
  if (before.user !== after.user)
    tell(
      'user-changed',
      { code: 'user-changed', now: after.user, before: before.user },
      `The backup was made by the user "${after.user}", before by "${before.user}".`,
    );
  return changes;
}

/** Paths, rules and names are whatever a snapshot says. */
const inOneLine = (words: string): string => words.replaceAll(/[\n\r\u2028\u2029]/g, '\ufffd');

function missing(from: readonly string[] = [], into: readonly string[] = []): readonly string[] {
  const known = new Set(into);
  return [...new Set(from)].filter((item) => !known.has(item));
}
