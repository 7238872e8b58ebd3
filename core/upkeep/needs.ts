import { sha256Hex } from '../crypto/sha256.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { NeededObject } from '../model/needed-object.ts';
import type { Instant } from '../model/object.ts';
import { damaged } from '../repository/damaged.ts';
import { decodeListPart, maxListPartBytes } from '../repository/list-part.ts';
import { parseName } from '../repository/names.ts';
import { readObject } from '../repository/read-object.ts';
import type { Repository } from '../repository/repository.ts';
import { concurrently } from '../system/concurrently.ts';

/** What the cleartext of a snapshot tells: enough to renew it without being able to read it. */
export type NeedingSnapshot = {
  /** Hash part of its name. */
  readonly id: string;
  /** Relative to the prefix. */
  readonly version: NeededObject;
  /** Provider time of its oldest version. */
  readonly uploadedAt: Instant;
  readonly parts: readonly NeededObject[];
};

export type NeededVersion = NeededObject & { readonly kind: 'snapshot' | 'list' | 'pack' };

/** A list part that could not be read, so that what these snapshots need is not wholly known. */
export type UnreadablePart = {
  readonly part: NeededObject;
  readonly code: 'object-missing' | 'object-damaged';
  /** Ids. */
  readonly snapshots: readonly string[];
};

/** Keeps list parts, so that a second question downloads nothing: the catalog. */
export type PartCache = {
  snapshotBytes(name: string): Uint8Array | undefined;
  keepSnapshotBytes(name: string, bytes: Uint8Array): void;
};

/** Small objects on their way at a time. */
const atATime = 8;

export const versionKey = ({ name, versionId }: Pick<NeededObject, 'name' | 'versionId'>): string =>
  `${name} ${versionId}`;

/**
 * Which object versions each snapshot needs (design 3.5). Snapshots share list parts, and parts are kept as numbers into one
 * table of versions: memory grows with distinct objects, not with snapshots times objects.
 */
export class Needs {
  readonly #versions: NeededVersion[] = [];
  readonly #ordinals = new Map<string, number>();
  /** Part → what it is and names; a part that cannot be read names itself only. */
  readonly #parts = new Map<string, Uint32Array>();
  readonly #unreadable = new Map<string, UnreadablePart>();

  /** Every distinct version. */
  get versions(): readonly NeededVersion[] {
    return this.#versions;
  }

  get unreadable(): readonly UnreadablePart[] {
    return [...this.#unreadable.values()];
  }

  /** @param rows undefined: it could not be read */
  addPart(part: NeededObject, rows: readonly NeededObject[] | undefined): void {
    const ordinals = [this.#add({ ...part, kind: 'list' })];
    for (const row of rows ?? []) ordinals.push(this.#add({ ...row, kind: 'pack' }));
    this.#parts.set(versionKey(part), Uint32Array.from(ordinals));
  }

  addUnreadable(unreadable: UnreadablePart): void {
    this.#unreadable.set(versionKey(unreadable.part), unreadable);
  }

  addSnapshot({ version }: NeedingSnapshot): void {
    this.#add({ ...version, kind: 'snapshot' });
  }

  /** All that these snapshots need, each version once. They must be among those this was read for. */
  union(snapshots: readonly NeedingSnapshot[]): readonly NeededVersion[] {
    const wanted = new Uint8Array(this.#versions.length);
    const parts = new Set<string>();
    for (const { version, parts: own } of snapshots) {
      wanted[this.#ordinals.get(versionKey(version))!] = 1;
      for (const part of own) parts.add(versionKey(part));
    }
    for (const part of parts) for (const ordinal of this.#parts.get(part)!) wanted[ordinal] = 1;
    return this.#versions.filter((_, ordinal) => wanted[ordinal] === 1);
  }

  /**
   * Per snapshot id, the smallest value over all that it needs; 0 where a part could not be read.
   * @param valueOf asked once for each version
   */
  least(
    snapshots: readonly NeedingSnapshot[],
    valueOf: (version: NeededVersion) => number,
  ): ReadonlyMap<string, number> {
    const values = this.#versions.map(valueOf);
    const ofParts = new Map<string, number>();
    for (const [key, ordinals] of this.#parts) {
      const least = this.#unreadable.has(key)
        ? 0
        : ordinals.reduce((sofar, ordinal) => Math.min(sofar, values[ordinal]!), Number.POSITIVE_INFINITY);
      ofParts.set(key, least);
    }
    return new Map(
      snapshots.map(({ id, version, parts }) => [
        id,
        Math.min(
          values[this.#ordinals.get(versionKey(version))!]!,
          ...parts.map((part) => ofParts.get(versionKey(part))!),
        ),
      ]),
    );
  }

  /**
   * Per snapshot id, the sum over all that it needs; what two of its parts name counts twice.
   * @param valueOf asked once for each version
   */
  sums(
    snapshots: readonly NeedingSnapshot[],
    valueOf: (version: NeededVersion) => number,
  ): ReadonlyMap<string, number> {
    const values = this.#versions.map(valueOf);
    const ofParts = new Map<string, number>();
    for (const [key, ordinals] of this.#parts)
      ofParts.set(
        key,
        ordinals.reduce((sum, ordinal) => sum + values[ordinal]!, 0),
      );
    return new Map(
      snapshots.map(({ id, version, parts }) => [
        id,
        parts.reduce(
          (sum, part) => sum + ofParts.get(versionKey(part))!,
          values[this.#ordinals.get(versionKey(version))!]!,
        ),
      ]),
    );
  }

  #add(version: NeededVersion): number {
    const key = versionKey(version);
    const known = this.#ordinals.get(key);
    if (known !== undefined) return known;
    this.#ordinals.set(key, this.#versions.length);
    return this.#versions.push(version) - 1;
  }
}

/**
 * Reads every list part of these snapshots, each once. A part that is gone or damaged is noted, not thrown: the caller
 * decides what it may not do then.
 */
export async function readNeeds(
  { store, prefix }: Pick<Repository, 'store' | 'prefix'>,
  snapshots: readonly NeedingSnapshot[],
  cache: PartCache | undefined,
): Promise<Needs> {
  const needs = new Needs();
  const parts = new Map<string, { readonly part: NeededObject; readonly snapshots: string[] }>();
  for (const snapshot of snapshots) {
    needs.addSnapshot(snapshot);
    for (const part of snapshot.parts) {
      const key = versionKey(part);
      const users = parts.get(key);
      if (users) users.snapshots.push(snapshot.id);
      else parts.set(key, { part, snapshots: [snapshot.id] });
    }
  }
  await concurrently([...parts.values()], atATime, async ({ part, snapshots: users }) => {
    try {
      needs.addPart(part, await readPart(store, prefix, part, cache));
    } catch (error) {
      const code = (['object-missing', 'object-damaged'] as const).find((one) => isHoldfastError(error, one));
      if (!code) throw error;
      needs.addPart(part, undefined);
      needs.addUnreadable({ part, code, snapshots: users });
    }
  });
  return needs;
}

async function readPart(
  store: Repository['store'],
  prefix: string,
  part: NeededObject,
  cache: PartCache | undefined,
): Promise<readonly NeededObject[]> {
  const kept = cache?.snapshotBytes(part.name);
  if (kept && sha256Hex(kept) === parseName('', part.name)?.hash) return decodeListPart(kept);
  if (part.size > maxListPartBytes) throw damaged('it is longer than any list part', part.name);
  const bytes = await readObject(store, prefix, part);
  const rows = decodeListPart(bytes);
  cache?.keepSnapshotBytes(part.name, bytes);
  return rows;
}
