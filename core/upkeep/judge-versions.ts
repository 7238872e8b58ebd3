import { compliantUntil } from '../locks/confirm-lease.ts';
import type { Instant, ListedVersion, ObjectVersion } from '../model/object.ts';
import { parseName } from '../repository/names.ts';
import type { KnownVersion } from './known-versions.ts';

/** What nobody has to be told of: numbers in a report. Bytes are those of object versions. */
export type AuditCounts = {
  /** Rows of the listing, markers too. */
  versions: number;
  markers: number;
  /** Names of Holdfast's own form that no snapshot needs: interrupted runs, retired snapshots. */
  orphans: number;
  orphanBytes: number;
  /** Further versions of names of ours that are as long as the known one: repeated uploads. */
  duplicates: number;
  duplicateBytes: number;
  /** Versions of another length under names of ours. */
  foreignVersions: number;
  foreignVersionBytes: number;
  /** Names that Holdfast never gives. */
  foreignNames: number;
  foreignNameBytes: number;
  /** Names whose locks had passed when they were hidden, as Holdfast hides. */
  hiddenAfterExpiry: number;
  /** Objects that the proofs left. */
  proofs: number;
  /** Under running locks and not known to be ours; as far as the listing tells. */
  otherLockedBytes: number;
};

export type SeenVersion = {
  readonly known: KnownVersion;
  readonly size: number;
  readonly uploadedAt: Instant;
  /** As the listing told: 0 for none; undefined: it does not tell. */
  readonly listedUntil: Instant | undefined;
  /** Under a marker or a version of other bytes. */
  covered: boolean;
};

/** A version as long as ours above it, under a lock that was running: a copy of ours, or somebody else's? */
export type Suspect = ObjectVersion & { readonly size: number; readonly over: SeenVersion };

export type JudgedVersions = {
  readonly seen: readonly SeenVersion[];
  readonly unseen: readonly KnownVersion[];
  /** Ours, hidden or stored over in a way that Holdfast never does. */
  readonly hidden: readonly KnownVersion[];
  readonly overwritten: readonly KnownVersion[];
  readonly suspects: readonly Suspect[];
  /** Suspects of names that have too many to keep. */
  readonly furtherSuspects: number;
  readonly counts: Readonly<AuditCounts>;
};

/** Of one name so many are remembered: ours has at most a surplus one from a repeated upload. */
const suspectsOfName = 4;
/** Where all are wanted. */
const suspectsOfNameAtMost = 10_000;

const noCounts = (): AuditCounts => ({
  versions: 0,
  markers: 0,
  orphans: 0,
  orphanBytes: 0,
  duplicates: 0,
  duplicateBytes: 0,
  foreignVersions: 0,
  foreignVersionBytes: 0,
  foreignNames: 0,
  foreignNameBytes: 0,
  hiddenAfterExpiry: 0,
  proofs: 0,
  otherLockedBytes: 0,
});

/** What lies above the versions of one name that are still to come, newest first. */
type Above = {
  readonly name: string;
  readonly known: readonly KnownVersion[];
  readonly latestIsMarker: boolean;
  /** The oldest marker, and the oldest version of another length: the likeliest to have come under a running lock. */
  markerAt: Instant | undefined;
  otherAt: Instant | undefined;
  sameLength: ListedVersion[];
  sameLengthDropped: number;
  objects: number;
  bytes: number;
  alarmed: boolean;
};

/**
 * Compares a complete listing with what is ours, row by row. Since Holdfast hides only after every lock has passed and never
 * stores other bytes under a name, a marker or a foreign version above a lock that was running when it came is never ours:
 * that is the alarm, and everything else is a count. Memory grows with what is ours, not with what others upload.
 * @param known relative names
 */
export class VersionJudge {
  readonly #prefix: string;
  readonly #known: ReadonlyMap<string, readonly KnownVersion[]>;
  readonly #now: Instant;
  readonly #suspectsOfName: number;
  readonly #seen = new Map<KnownVersion, SeenVersion>();
  readonly #hidden: KnownVersion[] = [];
  readonly #overwritten: KnownVersion[] = [];
  readonly #suspects: Suspect[] = [];
  #furtherSuspects = 0;
  readonly #counts = noCounts();
  #above: Above | undefined;

  constructor(
    prefix: string,
    known: ReadonlyMap<string, readonly KnownVersion[]>,
    /** Provider time. */
    now: Instant,
    all: boolean,
  ) {
    this.#suspectsOfName = all ? suspectsOfNameAtMost : suspectsOfName;
    this.#prefix = prefix;
    this.#known = known;
    this.#now = now;
  }

  /** @param version by name, newest first within a name: as `listVersions` gives them */
  take(version: ListedVersion): void {
    const name = version.name.slice(this.#prefix.length);
    if (this.#above?.name !== name) {
      this.#endName();
      this.#above = {
        name,
        known: this.#known.get(name) ?? [],
        latestIsMarker: version.kind === 'marker',
        markerAt: undefined,
        otherAt: undefined,
        sameLength: [],
        sameLengthDropped: 0,
        objects: 0,
        bytes: 0,
        alarmed: false,
      };
    }
    const above = this.#above;
    this.#counts.versions++;
    if (version.kind === 'marker') {
      this.#counts.markers++;
      above.markerAt = version.uploadedAt;
      return;
    }
    above.objects++;
    above.bytes += version.size;
    const ours = above.known.find(({ versionId }) => versionId === version.versionId);
    if (!ours && compliantUntil(version) > this.#now) this.#counts.otherLockedBytes += version.size;
    if (ours) this.#seeOurs(ours, version, above);
    else if (above.known.length > 0) this.#seeOther(version, above);
  }

  end(): JudgedVersions {
    this.#endName();
    const all = [...this.#known.values()].flat();
    return {
      seen: [...this.#seen.values()],
      unseen: all.filter((known) => !this.#seen.has(known)),
      hidden: this.#hidden,
      overwritten: this.#overwritten,
      suspects: this.#suspects,
      furtherSuspects: this.#furtherSuspects,
      counts: this.#counts,
    };
  }

  #seeOurs(known: KnownVersion, version: ListedVersion, above: Above): void {
    const listedUntil = version.lock ? compliantUntil(version) : undefined;
    if (above.known.some((one) => this.#seen.has(one))) {
      this.#counts.duplicates++;
      this.#counts.duplicateBytes += version.size;
    }
    const seen: SeenVersion = {
      known,
      size: version.size,
      uploadedAt: version.uploadedAt,
      listedUntil,
      covered: false,
    };
    this.#seen.set(known, seen);
    const until = Math.max(listedUntil ?? 0, known.confirmedUntil);
    const cameUnderLock = (at: Instant | undefined): boolean =>
      at !== undefined && (known.needed || until > at);
    if (cameUnderLock(above.markerAt)) {
      this.#hidden.push(known);
      seen.covered = true;
      above.alarmed = true;
    }
    if (cameUnderLock(above.otherAt)) {
      this.#overwritten.push(known);
      seen.covered = true;
      above.alarmed = true;
    }
    const suspects = above.sameLength.filter(({ uploadedAt }) => cameUnderLock(uploadedAt));
    for (const { name, versionId, size } of suspects)
      this.#suspects.push({ name, versionId, size, over: seen });
    if (suspects.length > 0) this.#furtherSuspects += above.sameLengthDropped;
    above.sameLength = [];
    above.sameLengthDropped = 0;
  }

  #seeOther(version: ListedVersion, above: Above): void {
    if (!above.known.some(({ size }) => size === version.size)) {
      this.#counts.foreignVersions++;
      this.#counts.foreignVersionBytes += version.size;
      above.otherAt = version.uploadedAt;
      return;
    }
    this.#counts.duplicates++;
    this.#counts.duplicateBytes += version.size;
    if (above.sameLength.length < this.#suspectsOfName) above.sameLength.push(version);
    else above.sameLengthDropped++;
  }

  #endName(): void {
    const above = this.#above;
    if (!above) return;
    this.#above = undefined;
    if (above.latestIsMarker && !above.alarmed && above.objects > 0) this.#counts.hiddenAfterExpiry++;
    const parsed = parseName('', above.name);
    if (above.known.some(({ wanted, kind }) => wanted || kind === 'convenience')) return;
    if (!parsed) {
      this.#counts.foreignNames++;
      this.#counts.foreignNameBytes += above.bytes;
    } else if (parsed.kind === 'proof') this.#counts.proofs += above.objects;
    else if (above.objects > 0 && !above.latestIsMarker) {
      this.#counts.orphans++;
      this.#counts.orphanBytes += above.bytes;
    }
  }
}
