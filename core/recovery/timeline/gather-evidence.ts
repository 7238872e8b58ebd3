import { dayMs } from '../../locks/period.ts';
import type { Instant } from '../../model/object.ts';
import type { Said, Told } from '../../model/said.ts';
import type { ActivityBucket } from './activity-log.ts';
import { floodNamesAnHour, type Evidence, type EvidenceKind, type Weight } from './evidence.ts';
import type { Presence } from './needed-presence.ts';
import { dayInWords, judgeOwnDates, ownDatesInWords, ownDatesOf } from './own-dates.ts';
import { suspectedSince } from './owner-said.ts';
import type { SeenSnapshot } from './read-snapshots.ts';
import { inARow, saidIn, type RunVerdict } from './run-verdict.ts';

const hourMs = 3_600_000;
/** A suspicious run this long before the newest snapshot, with nothing after it, was most likely the owner himself. */
const recentMs = 7 * dayMs;
/** What Holdfast adds to the period at most (design 4), and what a bucket of strict mode adds. */
const mostSlackDays = 60;
const strictDays = 7;
/** Of a kind; more say nothing more. */
const mostOfAKind = 1_000;

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

/** What foreign hands did that no snapshot tells of itself. */
export function bucketEvidence(
  snapshots: readonly SeenSnapshot[],
  foreignTimes: readonly ActivityBucket[],
): readonly Evidence[] {
  return [...hidden(snapshots), ...overwritten(snapshots), ...implausible(snapshots), ...flood(foreignTimes)];
}

/**
 * Holdfast hides what it gives back, once its locks have ended; where such a snapshot is kept and locked again later, a marker of our
 * own lies above a running lock. But it never hides the newest: so who did is no friend, and what was hidden within a day of it
 * was hidden by him.
 */
function hidden(snapshots: readonly SeenSnapshot[]): readonly Evidence[] {
  const all = snapshots.filter(({ hiddenAt }) => hiddenAt !== undefined);
  const times = snapshots.map(({ uploadedAt }) => uploadedAt);
  const newestHidden = all.filter(({ hiddenAt, uploadedAt }) => nextAfter(uploadedAt, times) >= hiddenAt!);
  if (newestHidden.length === 0)
    return covering(
      'hidden',
      'hint',
      all.map(({ hiddenAt }) => hiddenAt!),
      {
        one: 'an older snapshot is hidden',
        many: (count) => `${count} older snapshots are hidden`,
        what: 'as Holdfast hides what it gives back',
      },
      (count) => ({ code: 'older-hidden', count }),
    );
  const from = Math.min(...newestHidden.map(({ hiddenAt }) => hiddenAt!)) - dayMs;
  const his = all.map(({ hiddenAt }) => hiddenAt!).filter((at) => at >= from);
  return covering(
    'hidden',
    'attack',
    his,
    {
      one: 'a locked snapshot was hidden',
      many: (count) => `${count} locked snapshots were hidden`,
      what: 'which Holdfast never does',
    },
    (count) => ({ code: 'newest-hidden', count }),
  );
}

/** Of sorted times the first after this one. */
function nextAfter(time: Instant, times: readonly Instant[]): Instant {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return times[low] ?? Number.POSITIVE_INFINITY;
}

function overwritten(snapshots: readonly SeenSnapshot[]): readonly Evidence[] {
  const times = snapshots.map(({ overwrittenAt }) => overwrittenAt).filter((at) => at !== undefined);
  return covering(
    'overwritten',
    'attack',
    times,
    {
      one: 'other bytes were stored over a locked snapshot',
      many: (count) => `other bytes were stored over ${count} locked snapshots`,
      what: 'which Holdfast never does',
    },
    (count) => ({ code: 'snapshots-overwritten', count }),
  );
}

function covering(
  kind: EvidenceKind,
  weight: Weight,
  times: readonly Instant[],
  words: { readonly one: string; readonly many: (count: number) => string; readonly what: string },
  say: (count: number) => Said,
): readonly Evidence[] {
  if (times.length === 0) return [];
  const who = times.length === 1 ? words.one : words.many(times.length);
  return [{ at: Math.min(...times), kind, weight, words: `${who}, ${words.what}`, said: say(times.length) }];
}

function implausible(snapshots: readonly SeenSnapshot[]): readonly Evidence[] {
  const times = new Map(snapshots.map(({ id, uploadedAt }) => [id, uploadedAt]));
  const fakes = snapshots.filter(
    (snapshot) =>
      judgeOwnDates(snapshot) !== 'fits' ||
      (times.get(snapshot.body.previous ?? '') ?? 0) > snapshot.uploadedAt,
  );
  const [first] = fakes;
  if (!first) return [];
  const others = fakes.length - 1;
  const more = others > 0 ? ` (and ${others} more like it)` : '';
  const fits = judgeOwnDates(first) === 'fits';
  const example = fits ? 'names as the one before it a later one' : ownDatesInWords(first);
  return [
    {
      at: first.uploadedAt,
      kind: 'implausible-snapshot',
      weight: 'attack',
      words: `a snapshot made with your keys, but not by Holdfast: it ${example}${more}`,
      said: fits
        ? { code: 'foreign-previous', count: fakes.length }
        : { code: 'foreign-dates', count: fakes.length, ...ownDatesOf(first) },
    },
  ];
}

function flood(foreignTimes: readonly ActivityBucket[]): readonly Evidence[] {
  const names = foreignTimes.filter(({ foreignVersions }) => foreignVersions > 0);
  const total = names.reduce((sum, { foreignVersions }) => sum + foreignVersions, 0);
  const first = names.find(({ foreignVersions, ms }) => foreignVersions / (ms / hourMs) >= floodNamesAnHour);
  if (first)
    return [
      {
        at: first.at,
        kind: 'flood',
        weight: 'attack',
        words: `${first.foreignVersions.toLocaleString('en-US')} objects that are not yours were uploaded among the snapshots within ${first.ms / hourMs} ${plural(first.ms / hourMs, 'hour', 'hours')}`,
        said: { code: 'flood-names', count: first.foreignVersions, hours: first.ms / hourMs },
      },
    ];
  const [some] = names;
  if (!some) return [];
  return [
    {
      at: some.at,
      kind: 'foreign-names',
      weight: 'hint',
      words: `${total} ${plural(total, 'object', 'objects')} among the snapshots ${plural(total, 'is', 'are')} not from this repository`,
      said: { code: 'foreign-names', count: total },
    },
  ];
}

export type RunFacts = {
  readonly runs: ReadonlyMap<string, RunVerdict>;
  /** Snapshot id → what is wrong with a sample of its files. */
  readonly unlike: ReadonlyMap<string, Told>;
  readonly presences: ReadonlyMap<string, Presence | undefined>;
  /** Suspicions that the newest snapshot before the attack does not carry any more were cleared by the owner. */
  readonly cleared: (since: Instant) => boolean;
  /** Of an attack that the owner recovered from: nothing began then that is not over. */
  readonly fromAttack: (at: Instant) => boolean;
  readonly now: Instant;
};

/** What the snapshots tell of the runs that made them. */
export function runEvidence(
  snapshots: readonly SeenSnapshot[],
  { runs, unlike, presences, cleared, fromAttack, now }: RunFacts,
): readonly Evidence[] {
  const evidence: Evidence[] = [];
  const counts = new Map<EvidenceKind, number>();
  const add = (at: Instant, kind: EvidenceKind, weight: Weight, { words, said }: Told): void => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (count <= mostOfAKind) evidence.push({ at, kind, weight, words, said });
  };
  const newest = snapshots.at(-1)?.uploadedAt ?? now;
  const noted = new Set<Instant>();
  for (const { id, uploadedAt: at, body } of snapshots) {
    const run = runs.get(id);
    const since = suspectedSince(body.decisions);
    if (since !== undefined && !noted.has(since)) {
      noted.add(since);
      const isCleared = cleared(since);
      add(at, 'suspicion-noted', isCleared ? 'hint' : 'attack', {
        words: `Holdfast noted a suspicion in the run of ${dayInWords(at)}${isCleared ? ', which was cleared later' : ''}`,
        said: { code: isCleared ? 'suspicion-cleared' : 'suspicion-then', on: { day: at } },
      });
    }
    const wrong = unlike.get(id);
    if (wrong !== undefined && !counts.has('unlike-content')) add(at, 'unlike-content', 'attack', wrong);
    if (run?.verdict === 'suspected')
      add(at, 'suspicious-run', fromAttack(at) ? 'hint' : newest - at <= recentMs ? 'attack' : 'support', {
        words: `in the run of ${dayInWords(at)} the files changed as in an attack: ${inARow(run.signs.slice(0, 2))}`,
        said: { code: 'suspicious-run', on: { day: at }, signs: saidIn(run.signs.slice(0, 2)) },
      });
    if (run?.verdict === 'unusual')
      add(at, 'unusual-run', 'hint', {
        words: `an unusual run: ${inARow(run.signs.slice(0, 2))}`,
        said: { code: 'unusual-run', signs: saidIn(run.signs.slice(0, 2)) },
      });
    if (run && run.setUp.length > 0)
      add(at, 'set-up-changed', run.shrunk ? 'support' : 'hint', {
        words: `what is backed up was changed${run.shrunk ? ', and most files are gone from it' : ''}: ${inARow(run.setUp.slice(0, 3))}`,
        said: {
          code: run.shrunk ? 'set-up-shrunk' : 'set-up-changed',
          changes: saidIn(run.setUp.slice(0, 3)),
        },
      });
    const presence = presences.get(id);
    if (presence && presence.missing > 0 && now < at + body.protectDays * dayMs)
      add(at, 'never-whole', 'support', {
        words: `the snapshot of ${dayInWords(at)} names ${presence.missing} objects that are not there, though they would still be locked`,
        said: { code: 'never-whole', on: { day: at }, count: presence.missing },
      });
  }
  const lengthened = lengthenedLocks(snapshots, presences, now);
  return lengthened ? [...evidence, lengthened] : evidence;
}

/** When it was done the provider does not tell: not before the newest snapshot as far as anybody can know. */
function lengthenedLocks(
  snapshots: readonly SeenSnapshot[],
  presences: RunFacts['presences'],
  now: Instant,
): Evidence | undefined {
  const period = snapshots.reduce((most, { body }) => Math.max(most, body.protectDays), 0);
  const longest = Math.max(0, ...[...presences.values()].map((one) => one?.longestLock ?? 0));
  const newest = snapshots.at(-1);
  const allowed = now + (period + Math.min(mostSlackDays, 2 * period) + strictDays + 1) * dayMs;
  if (!newest || longest <= allowed) return undefined;
  return {
    at: newest.uploadedAt + 1_000,
    kind: 'locks-lengthened',
    weight: 'attack',
    words: `locks were lengthened up to ${dayInWords(longest)}, further than Holdfast ever does (the provider does not tell when)`,
    said: { code: 'locks-lengthened', until: { day: longest } },
  };
}
