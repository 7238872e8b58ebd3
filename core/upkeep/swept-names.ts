import type { Catalog } from '../catalog/catalog.ts';
import { lockEnds, type NameState, type SweptFolder } from '../locks/choose-candidates.ts';
import type { Instant, ListedVersion, ObjectVersion } from '../model/object.ts';
import { folder, parseName } from '../repository/names.ts';
import type { Repository } from '../repository/repository.ts';

/** So many versions of one name are asked for their locks; an intruder may pile up more, and then the name stays. */
export const maxAsked = 32;

export type SweptName = NameState & {
  /** Full names: their locks were neither listed nor are known to run. */
  readonly unasked: readonly ObjectVersion[];
  /** The catalog knows a version of it. */
  readonly isKnown: boolean;
};

export type Sweep = {
  /** Names that Holdfast does not give: never touched. */
  readonly foreign: (bytes: number) => void;
  /** Every object version, with its name relative to the prefix. */
  readonly seen: (version: ObjectVersion) => void;
};

/**
 * The names of one folder in the order of the listing, each with all that is under it. Memory does not grow with the
 * listing, nor with the versions of a name.
 * @param now provider time
 */
export async function* sweptNames(
  { store, prefix }: Pick<Repository, 'store' | 'prefix'>,
  catalog: Catalog,
  kind: SweptFolder,
  now: Instant,
  sweep: Sweep,
): AsyncGenerator<SweptName> {
  let current: Gathered | undefined;
  for await (const page of store.listVersions(folder(prefix, kind)))
    for (const version of page) {
      if (current?.fullName !== version.name) {
        if (current) yield current.finished();
        current = undefined;
        if (parseName(prefix, version.name)?.kind !== kind) {
          sweep.foreign(version.size);
          continue;
        }
        current = new Gathered(version.name, prefix, catalog, now);
      }
      if (version.kind === 'object') sweep.seen({ ...version, name: version.name.slice(prefix.length) });
      current.add(version);
    }
  if (current) yield current.finished();
}

class Gathered {
  readonly fullName: string;
  readonly #name: string;
  readonly #now: Instant;
  readonly #known: ReadonlyMap<string, Instant>;
  readonly #unasked: ObjectVersion[] = [];
  #bytes = 0;
  #versions = 0;
  #hidden: boolean | undefined;
  #youngestAt = 0;
  #lockedUntil = 0;
  #untold = 0;

  constructor(fullName: string, prefix: string, catalog: Catalog, now: Instant) {
    this.fullName = fullName;
    this.#name = fullName.slice(prefix.length);
    this.#now = now;
    const rows = catalog.objects.byName(this.#name);
    this.#known = new Map(rows.map(({ versionId, confirmedUntil }) => [versionId, confirmedUntil]));
  }

  /** Newest first, as listings are. */
  add(version: ListedVersion): void {
    this.#hidden ??= version.kind === 'marker';
    if (version.kind === 'marker') return;
    this.#bytes += version.size;
    this.#versions++;
    this.#youngestAt = Math.max(this.#youngestAt, version.uploadedAt);
    // A confirmed date never shrinks, so one that lies ahead saves the question.
    const confirmed = this.#known.get(version.versionId) ?? 0;
    const until = version.lock ? lockEnds(version.lock) : confirmed > this.#now ? confirmed : undefined;
    this.#lockedUntil = Math.max(this.#lockedUntil, until ?? 0);
    if (until !== undefined) return;
    this.#untold++;
    if (this.#unasked.length < maxAsked)
      this.#unasked.push({ name: version.name, versionId: version.versionId });
  }

  finished(): SweptName {
    const lockedUntil =
      this.#untold === 0 || this.#lockedUntil > this.#now
        ? this.#lockedUntil
        : this.#untold > maxAsked
          ? Number.POSITIVE_INFINITY
          : undefined;
    return {
      name: this.#name,
      bytes: this.#bytes,
      versions: this.#versions,
      hidden: this.#hidden ?? false,
      youngestAt: this.#youngestAt,
      lockedUntil,
      unasked: lockedUntil === undefined ? this.#unasked : [],
      isKnown: this.#known.size > 0,
    };
  }
}
