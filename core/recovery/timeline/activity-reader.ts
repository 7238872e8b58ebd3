import { compliantUntil } from '../../locks/confirm-lease.ts';
import type { NeededObject } from '../../model/needed-object.ts';
import type { Instant, ListedVersion } from '../../model/object.ts';
import { parseName } from '../../repository/names.ts';
import { ActivityLog } from './activity-log.ts';
import type { Evidence } from './evidence.ts';

/** A version of ours, and until when it is locked as far as it was asked. */
type Own = { readonly versionId: string; readonly size: number; readonly until: Instant | undefined };

/** Above one of ours within one name, newest first. */
type Suspect = {
  readonly version: ListedVersion;
  readonly markers: readonly Instant[];
  readonly others: readonly Instant[];
};

type Above = {
  readonly name: string;
  markers: Instant[];
  others: Instant[];
  sawOurs: boolean;
  /** Of a name that no snapshot needs: its oldest version so far, and what stands above it. */
  oldest: Suspect | undefined;
};

/** More unexplained or foreign uploads within an hour than this, and ten times as many as ours ever, are no accident. */
const fewestOfAFlood = 1_000;
const floodFactor = 10;
const hourMs = 3_600_000;
/** Of a name so many times are kept: the oldest ones count. */
const mostTimes = 2;
/** Versions that are asked for their locks where listings do not tell them. */
const mostSuspects = 64;

/**
 * Sorts a listing of everything into what is ours, markers, foreign and unexplained, by time. Memory grows with what is ours,
 * not with what is listed.
 */
export class ActivityReader {
  readonly log = new ActivityLog();
  readonly #prefix: string;
  readonly #ours = new Map<string, Own[]>();
  #above: Above | undefined;
  readonly #hidden = { count: 0, since: Number.POSITIVE_INFINITY };
  readonly #overwritten = { count: 0, since: Number.POSITIVE_INFINITY };
  #suspects: Suspect[] = [];

  /** @param needed what authentic snapshots from before the attack need; `lockOf` undefined where nobody asked */
  constructor(
    prefix: string,
    needed: Iterable<NeededObject>,
    lockOf: (object: NeededObject) => Instant | undefined,
  ) {
    this.#prefix = prefix;
    for (const object of needed) {
      const own = { versionId: object.versionId, size: object.size, until: lockOf(object) };
      const known = this.#ours.get(object.name);
      if (known) known.push(own);
      else this.#ours.set(object.name, [own]);
    }
  }

  /** @param version by name, newest first within a name */
  take(version: ListedVersion): void {
    const name = version.name.slice(this.#prefix.length);
    if (this.#above?.name !== name) {
      this.#endName();
      this.#above = { name, markers: [], others: [], sawOurs: false, oldest: undefined };
    }
    const above = this.#above!;
    const { uploadedAt: at } = version;
    const own = this.#ours.get(name);
    if (version.kind === 'marker') {
      this.log.add(at, 'markers');
      keepOldest(above.markers, at);
      return;
    }
    const ours = own?.find(({ versionId }) => versionId === version.versionId);
    if (ours) {
      this.log.add(at, 'ours');
      above.sawOurs = true;
      this.#judge(version.lock ? compliantUntil(version) : (ours.until ?? 0), above);
      return;
    }
    const parsed = parseName(this.#prefix, version.name);
    if (parsed && !own) noteOldest(above, version);
    // As long as ours: most likely the same bytes, sent twice or, in strict mode, stored again.
    const isCopy = own?.some(({ size }) => size === version.size) ?? false;
    if (own && !isCopy && !above.sawOurs) keepOldest(above.others, at);
    if (isCopy || (!own && (parsed?.kind === 'packs' || parsed?.kind === 'lists')))
      this.log.add(at, 'unexplained');
    else if (own || !parsed || parsed.kind === 'snapshots') {
      this.log.add(at, 'foreignVersions');
      this.log.add(at, 'foreignBytes', version.size);
    }
  }

  /** Index, key slots and the like that something stands above, whose locks the listing did not tell; the oldest few. */
  get suspects(): readonly ListedVersion[] {
    this.#endName();
    this.#above = undefined;
    this.#cutSuspects();
    return this.#suspects.map(({ version }) => version);
  }

  /** What the provider says of the lock of a suspect. */
  judgeSuspect(version: ListedVersion, until: Instant): void {
    const suspect = this.#suspects.find((one) => one.version === version);
    if (suspect) this.#judge(until, suspect);
  }

  end(): readonly Evidence[] {
    this.#endName();
    this.#above = undefined;
    const { buckets } = this.log;
    const usual = Math.max(1, ...buckets.map(({ ours }) => ours));
    const flood = buckets.find(
      ({ foreignVersions, unexplained, ms }) =>
        (foreignVersions + unexplained) / (ms / hourMs) >= fewestOfAFlood &&
        foreignVersions + unexplained >= floodFactor * usual,
    );
    return [
      ...covered('hidden', 'were hidden', this.#hidden),
      ...covered('overwritten', 'had other versions stored above them', this.#overwritten),
      ...(flood
        ? [
            {
              at: flood.at,
              kind: 'flood',
              weight: 'attack',
              words: `${(flood.foreignVersions + flood.unexplained).toLocaleString('en-US')} uploads within ${flood.ms / hourMs} h that no snapshot of yours explains`,
              said: {
                code: 'flood-uploads',
                count: flood.foreignVersions + flood.unexplained,
                hours: flood.ms / hourMs,
              },
            } as const,
          ]
        : []),
    ];
  }

  #endName(): void {
    const oldest = this.#above?.oldest;
    if (!oldest || oldest.markers.length + oldest.others.length === 0) return;
    if (oldest.version.lock) return this.#judge(compliantUntil(oldest.version), oldest);
    const kind = parseName(this.#prefix, oldest.version.name)?.kind;
    if (kind !== 'index' && kind !== 'keys' && kind !== 'repository') return;
    this.#suspects.push(oldest);
    if (this.#suspects.length > 2 * mostSuspects) this.#cutSuspects();
  }

  #cutSuspects(): void {
    this.#suspects = this.#suspects
      .toSorted((a, b) => a.version.uploadedAt - b.version.uploadedAt)
      .slice(0, mostSuspects);
  }

  #judge(until: Instant, { markers, others }: Pick<Above, 'markers' | 'others'> | Suspect): void {
    const note = (times: readonly Instant[], seen: { count: number; since: Instant }): void => {
      const under = times.filter((at) => until > at);
      if (under.length === 0) return;
      seen.count++;
      seen.since = Math.min(seen.since, ...under);
    };
    note(markers, this.#hidden);
    note(others, this.#overwritten);
  }
}

function noteOldest(above: Above, version: ListedVersion): void {
  const { oldest, markers } = above;
  // Another length is other bytes; the same length is most likely a copy.
  const others = oldest
    ? [...oldest.others, ...(oldest.version.size === version.size ? [] : [oldest.version.uploadedAt])]
    : [];
  above.oldest = { version, markers: [...markers], others: others.slice(-mostTimes) };
}

/** Newest first they come, so the last ones are the oldest. */
function keepOldest(times: Instant[], at: Instant): void {
  times.push(at);
  if (times.length > mostTimes) times.shift();
}

function covered(
  kind: 'hidden' | 'overwritten',
  what: string,
  { count, since }: { readonly count: number; readonly since: Instant },
): readonly Evidence[] {
  if (count === 0) return [];
  return [
    {
      at: since,
      kind,
      weight: 'attack',
      words: `${count.toLocaleString('en-US')} locked objects of yours ${what}`,
      said: { code: `objects-${kind}`, count },
    },
  ];
}
