import { shortId } from '../core/app/choose-snapshot.ts';
import type { Prices } from '../core/locks/prices.ts';
import type { CleanState } from '../core/recovery/clean-state.ts';
import type { Cleaned } from '../core/recovery/clean.ts';
import { garbageCost, type Garbage } from '../core/recovery/garbage-tally.ts';
import { writesMade } from '../core/recovery/writes-made.ts';
import type { Meter } from '../core/storage/decorators/meter.ts';
import { versionKey } from '../core/upkeep/needs.ts';
import type { Outcome } from './command-context.ts';
import { table } from './table.ts';
import { countInWords, countOf, sizeInWords, timeInWords, untilInWords } from './words-for-people.ts';

/** Lines of a list shown to people; --json has all. */
const shown = 12;

type Metered = { readonly meter: Meter };

export function cleanPlanOutcome(state: CleanState, prices: readonly Prices[], used: Metered): Outcome {
  const { removable } = state;
  const { lapsed } = locksOf(state);
  const markers = markersOf(state);
  return {
    result: { how: 'plan', ...resultOf(state, prices), writes: writesMade(used.meter) },
    text: [
      removable.size === 0
        ? 'Nothing that your backups need is hidden. There is nothing to clean.'
        : `${countOf(removable.size, 'object')} that your backups need or Holdfast uses ${removable.size === 1 ? 'lies' : 'lie'} under ${countOf(markers, 'marker')}.`,
      ...(removable.size === 0
        ? []
        : [
            '`holdfast recover clean --execute` takes these markers away, with a maintenance key, and nothing else. A restore does not need it: it reads by version.',
          ]),
      ...lookWords(state),
      ...(lapsed > 0
        ? [
            `! ${countOf(lapsed, 'object')} that backups need ${lapsed === 1 ? 'is' : 'are'} under no running lock. Before markers are removed ${lapsed === 1 ? 'it is' : 'they are'} locked again, which takes a renewal key in HOLDFAST_KEY_ID and HOLDFAST_KEY.`,
          ]
        : []),
      ...activityWords(state.look.lastMarkerAt, state.at),
      ...garbageWords(state, prices),
      'Nothing was changed.',
    ].join('\n'),
    exitCode: 0,
  };
}

export const removingWords = (state: CleanState): string =>
  `All that backups need is under running locks. Removing ${countOf(markersOf(state), 'marker')} above ${countOf(state.removable.size, 'object')} …`;

export function cleanedOutcome(done: Cleaned, prices: readonly Prices[], used: readonly Metered[]): Outcome {
  const { before, removed, refused, fresh, stillMarked, renewed, lockedUntil } = done;
  const isIntruderAtWork = fresh > 0 || stillMarked > new Set(refused.map(({ name }) => name)).size;
  const isWhole = refused.length === 0 && stillMarked === 0;
  return {
    result: {
      how: 'execute',
      ...resultOf(before, prices),
      removed,
      refused,
      stillMarked,
      renewed,
      lockedUntil: iso(lockedUntil),
      newSinceStart: fresh,
      intruderAtWork: isIntruderAtWork,
      writes: used.reduce((sum, { meter }) => sum + writesMade(meter), 0),
    },
    text: [
      ...(renewed > 0
        ? [
            `${countOf(renewed, 'lock')} that ${renewed === 1 ? 'was' : 'were'} short or over lengthened first.`,
          ]
        : []),
      removed === 0
        ? 'There was no marker to remove.'
        : `Removed ${countOf(removed, 'marker')}, and nothing else.`,
      stillMarked === 0
        ? 'Nothing that your backups need is hidden any more.'
        : `${countOf(stillMarked, 'object')} that your backups need ${stillMarked === 1 ? 'is' : 'are'} still hidden. Run this again: it goes on where it was.`,
      ...(isIntruderAtWork
        ? [
            `! New markers came while this ran: somebody still uses a key of this bucket. Delete the old backup key on the provider's page first, then run this again.`,
          ]
        : []),
      ...cut(refused.map(({ name, words }) => `  Refused: ${name}: ${words}`)),
      ...lookWords(before),
      ...garbageWords(before, prices),
    ].join('\n'),
    exitCode: isWhole && !isIntruderAtWork && before.broken.size === 0 ? 0 : 3,
  };
}

const iso = (instant: number | undefined): string | null =>
  instant !== undefined && instant > 0 && Number.isFinite(instant) ? new Date(instant).toISOString() : null;

const markersOf = ({ removable }: CleanState): number =>
  [...removable.values()].reduce((sum, { markers }) => sum + markers, 0);

function locksOf({ keptVersions, missing, dates, at }: CleanState): {
  readonly lapsed: number;
  readonly least: number;
} {
  const gone = new Set(missing.map(versionKey));
  const ends = keptVersions
    .filter((version) => !gone.has(versionKey(version)))
    .map((version) => dates.get(versionKey(version)) ?? 0);
  return {
    lapsed: ends.filter((until) => until <= at).length,
    least: ends.reduce((sofar, until) => Math.min(sofar, until), Number.POSITIVE_INFINITY),
  };
}

const kinds = {
  foreignVersions: 'Other versions of your objects',
  foreignNames: 'Names that Holdfast never gives',
  unneeded: 'Needed by no backup, in the form of Holdfast',
} as const;

type Kind = keyof typeof kinds;

const kindNames = Object.keys(kinds) as Kind[];

const garbageOf = ({ look }: CleanState): readonly (readonly [Kind, Garbage])[] =>
  kindNames.map((kind) => [kind, look.garbage[kind].result()]);

function resultOf(state: CleanState, prices: readonly Prices[]): Readonly<Record<string, unknown>> {
  const { at, ours, look, kept, broken, missing, removable, givenBack, contradicted } = state;
  const { lapsed, least } = locksOf(state);
  const names = [...look.names.values()];
  const garbage = garbageOf(state);
  return {
    now: iso(at),
    snapshots: ours.snapshots.length,
    kept: kept.length,
    foreignSnapshots: ours.foreignSnapshots,
    unreadSnapshots: ours.unreadSnapshots,
    brokenSnapshots: [...broken],
    missing: missing.length,
    contradicted,
    lapsed,
    needsLockedUntil: iso(least),
    hidden: removable.size,
    invisible: [...removable.values()].filter(({ isHidden }) => isHidden).length,
    markers: markersOf(state),
    otherMarkers: look.otherMarkers,
    hiddenByHoldfast: givenBack,
    storedOver: names.filter(({ foreignAbove }) => foreignAbove > 0).length,
    newestMarker: iso(look.lastMarkerAt),
    garbage: Object.fromEntries(
      garbage.map(([kind, one]) => [kind, { ...one, lastLockEnds: iso(one.lastLockEnds) }]),
    ),
    cost: prices.map((row) => {
      const costs = garbage.map(([, one]) => garbageCost(one, row));
      return {
        provider: row.provider,
        asOf: row.asOf,
        perMonth: costs.reduce((sum, { perMonth }) => sum + perMonth, 0),
        untilFree: costs.reduce((sum, { untilFree }) => sum + untilFree, 0),
      };
    }),
  };
}

function lookWords({
  ours,
  broken,
  missing,
  contradicted,
  givenBack,
  look,
  removable,
}: CleanState): readonly string[] {
  const over = [...look.names.values()].filter(({ foreignAbove }) => foreignAbove > 0).length;
  const names = [...broken].slice(0, 3).map(shortId).join(', ') + (broken.size > 3 ? ', …' : '');
  return [
    ...(over > 0
      ? [
          `${countOf(over, 'object')} of yours ${over === 1 ? 'has' : 'have'} other versions above. They stay: Holdfast reads yours by version and deletes nothing but markers.`,
        ]
      : []),
    ...(givenBack > 0
      ? [
          `${countOf(givenBack, 'object')} that no kept backup needs ${givenBack === 1 ? 'was' : 'were'} hidden after the lock had ended, as Holdfast does to give back space. They stay hidden.`,
        ]
      : []),
    ...(look.otherMarkers > 0 && removable.size > 0
      ? [
          `${countOf(look.otherMarkers, 'further marker')} ${look.otherMarkers === 1 ? 'hides' : 'hide'} nothing of yours and ${look.otherMarkers === 1 ? 'stays' : 'stay'}.`,
        ]
      : []),
    ...(ours.unreadSnapshots > 0
      ? [
          `${countOf(ours.unreadSnapshots, 'name')} among the snapshots ${ours.unreadSnapshots === 1 ? 'was' : 'were'} not looked into: there are too many, and these are the newest ones.`,
        ]
      : []),
    ...(broken.size > 0
      ? [
          `! ${countOf(broken.size, 'backup')} (${names}) of ${countInWords(ours.snapshots.length)} ${broken.size === 1 ? 'misses' : 'miss'} something that is not in the bucket${missing.length > 0 ? ` (${countOf(missing.length, 'object')} of what is to be kept)` : ''}. Removing markers cannot change that.`,
        ]
      : []),
    ...(contradicted > 0
      ? [
          `! The storage left ${countOf(contradicted, 'object')} out of its listing that ${contradicted === 1 ? 'is' : 'are'} there when asked for. Try again later.`,
        ]
      : []),
  ];
}

/** Minutes in which a marker is news. */
const recentMinutes = 60;

function activityWords(lastMarkerAt: number | undefined, now: number): readonly string[] {
  if (lastMarkerAt === undefined) return [];
  const minutes = Math.max(0, Math.round((now - lastMarkerAt) / 60_000));
  const when = `The newest marker above an object of yours is of ${timeInWords(lastMarkerAt)}`;
  if (minutes > recentMinutes) return [`${when}.`];
  return [
    `! ${when}, ${minutes === 0 ? 'less than a minute' : countOf(minutes, 'minute')} ago: the intruder's key may still work. Delete the old backup key on the provider's page before you clean, or he hides everything again.`,
  ];
}

function garbageWords(state: CleanState, prices: readonly Prices[]): readonly string[] {
  const garbage = garbageOf(state).filter(([, { versions }]) => versions > 0);
  if (garbage.length === 0) return [];
  const sum = (pick: (one: Garbage) => number): number =>
    garbage.reduce((total, [, one]) => total + pick(one), 0);
  const rows = garbage.map(([kind, { versions, bytes, lockedBytes, freeBytes, undatedBytes }]) => [
    kinds[kind],
    countInWords(versions),
    sizeInWords(bytes),
    sizeInWords(lockedBytes),
    sizeInWords(freeBytes),
    undatedBytes > 0 ? sizeInWords(undatedBytes) : '',
  ]);
  const undated = sum(({ undatedBytes }) => undatedBytes) > 0;
  const last = garbage.reduce((latest, [, { lastLockEnds = 0 }]) => Math.max(latest, lastLockEnds), 0);
  return [
    '',
    'What else is there, and stays:',
    table(
      [
        { title: 'What' },
        { title: 'Versions', right: true },
        { title: 'Size', right: true },
        { title: 'Locked', right: true },
        { title: 'Not locked', right: true },
        ...(undated ? [{ title: 'Date not asked', right: true }] : []),
      ],
      rows.map((row) => (undated ? row : row.slice(0, -1))),
    ),
    ...monthWords(garbage.map(([, one]) => one)),
    ...(last > 0
      ? [
          `Nobody can delete what is locked, you included; the last of these locks ends on ${untilInWords(last, state.at)}. It costs about:`,
          ...costWords(
            garbage.map(([, one]) => one),
            prices,
          ),
        ]
      : []),
    ...(sum(({ freeBytes }) => freeBytes) > 0
      ? [
          `What is not locked (${sizeInWords(sum(({ freeBytes }) => freeBytes))}) you may delete on the provider's page, by version, once you have all your files back. Holdfast never does.`,
        ]
      : []),
  ];
}

function monthWords(garbage: readonly Garbage[]): readonly string[] {
  const months = new Map<string, number>();
  for (const { months: own } of garbage)
    for (const { month = 'no date: legal hold', bytes } of own)
      months.set(month, (months.get(month) ?? 0) + bytes);
  const lines = [...months]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, bytes]) => `    ${month}  ${sizeInWords(bytes)}`);
  return lines.length === 0 ? [] : ['Its locks end, month by month:', ...cut(lines)];
}

const costWords = (garbage: readonly Garbage[], prices: readonly Prices[]): readonly string[] =>
  prices.map((row) => {
    const costs = garbage.map((one) => garbageCost(one, row));
    const all = (pick: (cost: (typeof costs)[number]) => number): string =>
      moneyInWords(costs.reduce((sum, cost) => sum + pick(cost), 0));
    return `    ${row.provider} (prices of ${row.asOf}): ${all(({ perMonth }) => perMonth)} a month now, ${all(({ untilFree }) => untilFree)} until all of it is free`;
  });

const moneyInWords = (dollars: number): string =>
  dollars > 0 && dollars < 0.01 ? 'less than $0.01' : `$${dollars.toFixed(2)}`;

const cut = (lines: readonly string[]): readonly string[] =>
  lines.length <= shown
    ? lines
    : [...lines.slice(0, shown), `    and ${countInWords(lines.length - shown)} more`];
