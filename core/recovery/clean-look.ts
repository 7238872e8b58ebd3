import { compliantUntil } from '../locks/confirm-lease.ts';
import type { Instant, ListedVersion } from '../model/object.ts';
import { parseName } from '../repository/names.ts';
import type { OwnVersion } from './clean-ours.ts';
import { GarbageTally } from './garbage-tally.ts';

/** One of our names in a whole listing. */
export type SeenName = {
  readonly name: string;
  readonly isConvenience: boolean;
  /** Version ids of ours under this name, with what the listing told. */
  readonly versions: Map<string, SeenOwn | undefined>;
  /** Markers above the oldest version of ours: one of them hides it, or did. */
  markers: number;
  /** A plain listing leaves the name out. */
  isHidden: boolean;
  /** Versions that are not ours above one that is. */
  foreignAbove: number;
  /** Provider time of the oldest version of ours; 0: none is there. */
  uploadedAt: Instant;
};

export type SeenOwn = {
  readonly uploadedAt: Instant;
  /** The compliance date; undefined: the listing does not tell. */
  readonly until: Instant | undefined;
};

/** Of garbage whose dates a listing does not tell, so many of the largest are asked for. */
const maxGarbageAsked = 1_000;

/**
 * Compares a complete listing with what is ours, row by row, newest first within a name. Memory grows with what is ours, not
 * with what others upload.
 */
export class CleanLook {
  readonly #prefix: string;
  readonly names = new Map<string, SeenName>();
  readonly garbage: {
    /** Other versions of names of ours. */
    readonly foreignVersions: GarbageTally;
    /** Names that Holdfast never gives. */
    readonly foreignNames: GarbageTally;
    /** Names of our form that no snapshot needs. */
    readonly unneeded: GarbageTally;
  };
  /** Markers of names that are not ours: they hide nothing that is needed. */
  otherMarkers = 0;
  /** Provider time of the newest marker above a name of ours. */
  lastMarkerAt: Instant | undefined;
  #name = '';
  #markers = 0;
  #foreign = 0;

  /** @param now provider time */
  constructor(
    prefix: string,
    needed: readonly OwnVersion[],
    conveniences: readonly OwnVersion[],
    now: Instant,
  ) {
    this.#prefix = prefix;
    this.garbage = {
      foreignVersions: new GarbageTally(now, maxGarbageAsked),
      foreignNames: new GarbageTally(now, maxGarbageAsked),
      unneeded: new GarbageTally(now, maxGarbageAsked),
    };
    for (const one of needed) this.#expect(one, false);
    for (const one of conveniences) this.#expect(one, true);
  }

  take(row: ListedVersion): void {
    const name = row.name.slice(this.#prefix.length);
    const isNewest = name !== this.#name;
    if (isNewest) {
      this.#name = name;
      this.#markers = 0;
      this.#foreign = 0;
    }
    const ours = this.names.get(name);
    if (ours === undefined) this.#takeOther(row);
    else this.#takeOwn(row, ours, isNewest);
  }

  /** undefined: the listing left it out. */
  seen(version: Pick<OwnVersion, 'name' | 'versionId'>): SeenOwn | undefined {
    return this.names.get(version.name)?.versions.get(version.versionId);
  }

  #expect({ name, versionId }: OwnVersion, isConvenience: boolean): void {
    const known = this.names.get(name) ?? {
      name,
      isConvenience,
      versions: new Map<string, SeenOwn | undefined>(),
      markers: 0,
      isHidden: false,
      foreignAbove: 0,
      uploadedAt: 0,
    };
    known.versions.set(versionId, undefined);
    this.names.set(name, known);
  }

  #takeOther(row: ListedVersion): void {
    if (row.kind === 'marker') this.otherMarkers++;
    else if (parseName(this.#prefix, row.name) === undefined) this.garbage.foreignNames.add(row);
    else this.garbage.unneeded.add(row);
  }

  #takeOwn(row: ListedVersion, ours: SeenName, isNewest: boolean): void {
    if (row.kind === 'marker') {
      this.#markers++;
      if (isNewest) ours.isHidden = true;
      this.lastMarkerAt = Math.max(this.lastMarkerAt ?? 0, row.uploadedAt);
      return;
    }
    if (!ours.versions.has(row.versionId)) {
      this.#foreign++;
      this.garbage.foreignVersions.add(row);
      return;
    }
    const until = row.lock && compliantUntil(row);
    ours.versions.set(row.versionId, { uploadedAt: row.uploadedAt, until });
    ours.markers = this.#markers;
    ours.foreignAbove = this.#foreign;
    ours.uploadedAt = row.uploadedAt;
  }
}
