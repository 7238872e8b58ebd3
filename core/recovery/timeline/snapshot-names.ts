import type { Instant, ListedVersion } from '../../model/object.ts';
import { parseName } from '../../repository/names.ts';
import { maxSnapshotBytes } from '../../repository/snapshot-object.ts';

/** A name that may be a snapshot's. */
export type SnapshotName = {
  readonly id: string;
  /** The oldest objects of the name, oldest first: whoever comes later cannot come before ours. */
  readonly versions: readonly ListedVersion[];
  /** When the oldest marker above the first of them came. */
  readonly markerAt: Instant | undefined;
  /** When the oldest version of another length above it came. */
  readonly otherAt: Instant | undefined;
};

/** Ours has at most a surplus one from a repeated upload. */
const versionsOfName = 4;
/** Sorted out when so many times as many as are kept have come together. */
const spare = 1.25;
/** Header, length, an empty list, MAC and a sealed body: nothing shorter is a snapshot. */
const minSnapshotBytes = 256;

/**
 * What a listing of `snapshots/` tells, in memory that does not grow with it: the oldest names are kept, all others are
 * counted. Older wins, so what an intruder adds never takes the place of what was there before him.
 */
export class SnapshotNames {
  readonly #prefix: string;
  readonly #most: number;
  #kept: SnapshotName[] = [];
  #group: Group | undefined;
  #dropped = 0;
  #droppedSince: Instant = Number.POSITIVE_INFINITY;
  /** Cannot be ours by name or size. */
  foreignNames = 0;
  versions = 0;
  markers = 0;

  /** @param most names that are kept */
  constructor(prefix: string, most: number) {
    this.#prefix = prefix;
    this.#most = most;
  }

  /** @param version by name, newest first within a name: as `listVersions` gives them */
  take(version: ListedVersion): void {
    if (this.#group?.name !== version.name) {
      this.#endName();
      this.#group = { name: version.name, objects: [], markerAt: undefined, droppedAt: undefined };
    }
    const group = this.#group!;
    this.versions++;
    if (version.kind === 'marker') {
      this.markers++;
      group.markerAt = version.uploadedAt;
      return;
    }
    if (version.size < minSnapshotBytes || version.size > maxSnapshotBytes) {
      group.droppedAt = version.uploadedAt;
      return;
    }
    group.objects.push({ version, markerAt: group.markerAt });
    if (group.objects.length > versionsOfName) group.droppedAt = group.objects.shift()!.version.uploadedAt;
  }

  /** Oldest first. */
  end(): {
    readonly names: readonly SnapshotName[];
    readonly dropped: number;
    readonly droppedSince: Instant | null;
  } {
    this.#endName();
    this.#cut(this.#most);
    const droppedSince = this.#dropped > 0 ? this.#droppedSince : null;
    return { names: this.#kept, dropped: this.#dropped, droppedSince };
  }

  #endName(): void {
    const group = this.#group;
    if (!group) return;
    this.#group = undefined;
    const parsed = parseName(this.#prefix, group.name);
    const oldest = group.objects.at(-1);
    if (parsed?.kind !== 'snapshots' || oldest === undefined) {
      this.foreignNames++;
      return;
    }
    const { version: base, markerAt } = oldest;
    const other = group.objects.findLast(({ version }) => version.size !== base.size);
    this.#kept.push({
      id: parsed.hash,
      versions: group.objects.map(({ version }) => version).reverse(),
      markerAt,
      otherAt: earlier(other?.version.uploadedAt, group.droppedAt),
    });
    if (this.#kept.length > spare * this.#most) this.#cut(this.#most);
  }

  #cut(to: number): void {
    this.#kept.sort((a, b) => firstAt(a) - firstAt(b) || (a.id < b.id ? -1 : 1));
    for (const name of this.#kept.splice(to)) {
      this.#dropped++;
      this.#droppedSince = Math.min(this.#droppedSince, firstAt(name));
    }
  }
}

/** When the name came to be. */
export const firstAt = ({ versions }: Pick<SnapshotName, 'versions'>): Instant => versions[0]!.uploadedAt;

export const earlier = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a !== undefined && b !== undefined ? Math.min(a, b) : (a ?? b);

type Group = {
  readonly name: string;
  /** Newest first, the oldest few. */
  readonly objects: { readonly version: ListedVersion; readonly markerAt: Instant | undefined }[];
  markerAt: Instant | undefined;
  /** Of versions that are not kept, the oldest so far. */
  droppedAt: Instant | undefined;
};
