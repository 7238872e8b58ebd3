import type { Instant } from '../model/object.ts';
import type { Said } from '../model/said.ts';
import type { Decision } from '../model/snapshot.ts';
import { readSignSaid } from './sign-said.ts';

/** One sign that made a run suspicious, as a decision carries it: figures and a few example files. */
export type SuspicionSign = {
  readonly kind: string;
  readonly figure: number;
  readonly words: string;
  /** The same for any language; absent: an older program noted it, or a newer one. */
  readonly said?: Said;
  readonly files: readonly string[];
};

/** Something that looks like an attack and that the owner has not cleared yet. */
export type Suspicion = {
  /** Provider time; the newest complete snapshot before it is taken for clean. */
  readonly since: Instant;
  readonly verdict: string;
  readonly signals: readonly SuspicionSign[];
};

/** "It was me": figures that are no alarm for this owner. */
export type Tolerated = {
  readonly since: Instant;
  readonly signals: readonly ToleratedSign[];
};

type ToleratedSign = {
  readonly kind: string;
  readonly figure: number;
  /** Only what lies under this source folder; absent: everywhere. */
  readonly source?: string;
};

/** A decision is part of every later snapshot, and whoever holds the keys may publish what he likes. */
const mostSigns = 8;
const mostFiles = 20;
const longest = 300;
const mostOpen = 16;
const mostTolerated = 50;
/** Of a folder; a longer path is none. */
const longestPath = 4_096;
/** The last millisecond that is a date. */
const lastInstant = 8_640_000_000_000_000;

/** Open suspicions of a list, oldest first; what a field does not say in its right form is left out. */
export function suspicionsIn(list: readonly Decision[]): readonly Suspicion[] {
  return list
    .flatMap(({ kind, value }) => (kind === 'suspicion' ? [readSuspicion(value)] : []))
    .filter((one) => one !== undefined)
    .toSorted((a, b) => a.since - b.since);
}

export function toleratedIn(list: readonly Decision[]): readonly Tolerated[] {
  return list
    .flatMap(({ kind, value }) => (kind === 'tolerated' ? [readTolerated(value)] : []))
    .filter((one) => one !== undefined);
}

/** undefined: it is none. */
export function readTolerated(value: unknown): Tolerated | undefined {
  const { since, signals } = fieldsOf(value);
  if (!isNumber(since) || !Array.isArray(signals)) return undefined;
  const read = signals.map(fieldsOf).flatMap(({ kind, figure, source }): ToleratedSign[] => {
    if (typeof kind !== 'string' || !isNumber(figure)) return [];
    if (typeof source === 'string' && source.length > longestPath) return [];
    return [{ kind: cut(kind), figure, ...(typeof source === 'string' ? { source } : {}) }];
  });
  return read.length === signals.length
    ? { since: asInstant(since), signals: read.slice(0, mostSigns) }
    : undefined;
}

function readSuspicion(value: unknown): Suspicion | undefined {
  const { since, verdict, signals } = fieldsOf(value);
  if (!isNumber(since)) return undefined;
  return {
    since: asInstant(since),
    verdict: typeof verdict === 'string' ? cut(verdict) : 'suspected',
    signals: (Array.isArray(signals) ? signals.slice(0, mostSigns) : []).flatMap((sign: unknown) => {
      const { kind, figure, words, files, said } = fieldsOf(sign);
      if (typeof kind !== 'string' || !isNumber(figure)) return [];
      return [
        {
          kind: cut(kind),
          figure,
          words: typeof words === 'string' ? cut(words) : '',
          ...saidOf(said),
          files: (Array.isArray(files) ? files.slice(0, mostFiles) : [])
            .filter((file) => typeof file === 'string')
            .map(cut),
        },
      ];
    }),
  };
}

/**
 * The list with this suspicion. One that is open already stays the same one, with its own beginning; signs of kinds that it
 * did not have yet are added. One that begins later is another one, and nothing that happens now began with it.
 */
export function withSuspicion(
  list: readonly Decision[],
  found: Suspicion,
  at: Instant,
): { readonly list: readonly Decision[]; readonly open: Suspicion; readonly isNew: boolean } {
  const before = suspicionsIn(list).findLast(({ since }) => since <= found.since);
  const signals = [...(before?.signals ?? []), ...found.signals.filter(isNewTo(before))].slice(0, mostSigns);
  const open = { ...(before ?? found), signals };
  const others = list.filter(
    ({ kind, value }) => kind !== 'suspicion' || readSuspicion(value)?.since !== open.since,
  );
  const isNew = signals.length > (before?.signals.length ?? -1);
  return { list: [...others, suspicionDecision(open, at)], open, isNew };
}

const isNewTo =
  (before: Suspicion | undefined) =>
  ({ kind }: SuspicionSign): boolean =>
    !before?.signals.some((known) => known.kind === kind);

/**
 * "It was me": the list without this suspicion, its figures tolerated from now on.
 * @param sources folders that are backed up: what lies in one of them only is tolerated there only
 */
export function withoutSuspicion(
  list: readonly Decision[],
  { since, signals }: Suspicion,
  sources: readonly string[],
  at: Instant,
): readonly Decision[] {
  const left = list.filter(
    ({ kind, value }) => kind !== 'suspicion' || readSuspicion(value)?.since !== since,
  );
  const figures = signals.slice(0, mostSigns).map(({ kind, figure, files }) => {
    const source = sources.find((one) => files.every((file) => isBelow(file, one)));
    return {
      kind: cut(kind),
      figure,
      ...(files.length > 0 && source !== undefined ? { source } : {}),
    };
  });
  return boundedTolerated([...left, { at, kind: 'tolerated', value: { since, signals: figures } }]);
}

function boundedTolerated(list: readonly Decision[]): readonly Decision[] {
  const tooMany = list.filter(({ kind }) => kind === 'tolerated').length - mostTolerated;
  const dropped = new Set(list.filter(({ kind }) => kind === 'tolerated').slice(0, Math.max(0, tooMany)));
  return list.filter((one) => !dropped.has(one));
}

function saidOf(value: unknown): Pick<SuspicionSign, 'said'> {
  const said = readSignSaid(value);
  return said ? { said } : {};
}

/** As a decision, bounded in number and length. */
function suspicionDecision({ since, verdict, signals }: Suspicion, at: Instant): Decision {
  const bounded = signals.slice(0, mostSigns).map(({ kind, figure, words, files, said }) => ({
    kind: cut(kind),
    figure,
    words: cut(words),
    ...saidOf(said),
    files: files.slice(0, mostFiles).map(cut),
  }));
  return { at, kind: 'suspicion', value: { since, verdict: cut(verdict), signals: bounded } };
}

/**
 * What several lists say of suspicions and of what was tolerated, once each and no more than a snapshot should carry: anybody
 * who may publish can suspect without end. The oldest are kept, as they point to the oldest snapshots. What only some of the
 * lists tolerate is not: that would keep less, and whoever publishes it must wait as with all that does.
 */
export function remembered(lists: readonly (readonly Decision[])[], at: Instant): readonly Decision[] {
  const open = new Map<Instant, Suspicion>();
  let tolerated: ReadonlyMap<string, Tolerated> | undefined;
  for (const list of lists) {
    for (const one of suspicionsIn(list)) open.set(one.since, one);
    const own = new Map(toleratedIn(list).map((one) => [JSON.stringify(one), one]));
    tolerated = tolerated ? new Map([...tolerated].filter(([key]) => own.has(key))) : own;
  }
  const oldest = new Set([...open.keys()].toSorted((a, b) => a - b).slice(0, mostOpen));
  return [
    ...[...open.values()].filter(({ since }) => oldest.has(since)).map((one) => suspicionDecision(one, at)),
    ...[...(tolerated?.values() ?? [])]
      .slice(0, mostTolerated)
      .map((value) => ({ at, kind: 'tolerated', value: { ...value } })),
  ];
}

const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Some moment that there is: the number may be anything. */
const asInstant = (value: number): Instant => Math.min(Math.max(0, value), lastInstant);

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
