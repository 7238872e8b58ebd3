import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import { isHoldfastError } from '../../errors/holdfast-error.ts';
import { compliantUntil } from '../../locks/confirm-lease.ts';
import type { NeededObject } from '../../model/needed-object.ts';
import type { Instant } from '../../model/object.ts';
import { decodeListPart, maxListPartBytes, maxListRows } from '../../repository/list-part.ts';
import { readObject } from '../../repository/read-object.ts';
import type { Repository } from '../../repository/repository.ts';
import { versionKey } from '../../upkeep/needs.ts';
import { concurrently } from '../../system/concurrently.ts';

/** What the provider says of all that a snapshot needs. */
export type Presence = {
  /** Object versions, the snapshot's own and its list parts included. */
  readonly needed: number;
  /** Of these, gone or not as long as they should be. From `enoughMissing` on nothing more is asked, so there may be more. */
  readonly missing: number;
  readonly bytes: number;
  /** The smallest compliance lock of all; 0: something has none. */
  readonly lockedUntil: Instant;
  /** The longest of all. */
  readonly longestLock: Instant;
};

/** Requests under way at a time. */
const atATime = 16;
/** A quarter of a million packs of 32 MiB are 8 TB; beyond it a snapshot is not looked into. */
const mostOfASnapshot = 262_144;
const mostInAll = 400_000;
/** What misses so many is lost, or names what was never there: it costs no more requests than this and a batch. */
export const enoughMissing = 500;
/** Longer than any list part of ours: nothing of it is downloaded. */
const gone = -1;

/**
 * Asks the provider for every object version that snapshots need, each once, however many of them need it. Whoever has the keys
 * can publish snapshots that name millions of objects: so both what one may name and what is asked in all are bounded.
 */
export class NeededPresence {
  readonly #repository: Pick<Repository, 'store' | 'prefix'>;
  /** name + version id → lock date; `gone`. */
  readonly #until = new Map<string, Instant>();
  /** List part → its rows; undefined: it cannot be read. */
  readonly #rows = new Map<string, readonly NeededObject[] | undefined>();
  /** Snapshots that name more than is looked at. */
  beyondBounds = 0;

  constructor(repository: Pick<Repository, 'store' | 'prefix'>) {
    this.#repository = repository;
  }

  /** undefined: it needs more than is looked at. */
  async of(snapshot: Pick<FoundSnapshot, 'version' | 'parts'>): Promise<Presence | undefined> {
    const { version, parts } = snapshot;
    // Even an empty part counts as one row, so that nobody names a million of them.
    if (parts.length * 2 > mostOfASnapshot || parts.some(({ size }) => size > maxListPartBytes))
      return this.#tooMuch();
    await this.#readParts(parts);
    const rows = parts.map((part) => this.#rows.get(versionKey(part)));
    const count = rows.reduce((sum, some) => sum + (some?.length ?? 0), 0);
    if (count > mostOfASnapshot) return this.#tooMuch();
    const needed = new Map<string, NeededObject>();
    for (const object of [version, ...parts, ...rows.flatMap((some) => some ?? [])])
      needed.set(versionKey(object), object);
    const unknown = [...needed].filter(([key]) => !this.#until.has(key));
    if (this.#until.size + unknown.length > mostInAll) return this.#tooMuch();
    let lost = 0;
    await concurrently(unknown, atATime, async ([key, object]) => {
      if (lost >= enoughMissing) return;
      const until = await this.#ask(object);
      if (until === gone) lost++;
      this.#until.set(key, until);
    });
    let missing = rows.filter((some) => some === undefined).length;
    let bytes = 0;
    let lockedUntil = Number.POSITIVE_INFINITY;
    let longestLock = 0;
    for (const [key, { size }] of needed) {
      const until = this.#until.get(key);
      if (until === undefined) continue;
      if (until === gone) missing += this.#rows.has(key) && !this.#rows.get(key) ? 0 : 1;
      else bytes += size;
      lockedUntil = Math.min(lockedUntil, Math.max(0, until));
      longestLock = Math.max(longestLock, until);
    }
    if (lost >= enoughMissing) lockedUntil = 0;
    return { needed: needed.size, missing, bytes, lockedUntil, longestLock };
  }

  /** The rows of all list parts that were read, each object once: what is surely ours. */
  *objects(snapshots: readonly Pick<FoundSnapshot, 'version' | 'parts'>[]): Iterable<NeededObject> {
    const seen = new Set<string>();
    for (const { version, parts } of snapshots) {
      yield version;
      for (const part of parts) {
        const key = versionKey(part);
        if (seen.has(key)) continue;
        seen.add(key);
        yield part;
        yield* this.#rows.get(key) ?? [];
      }
    }
  }

  /** undefined: not asked. 0: no lock, or gone. */
  lockOf(object: Pick<NeededObject, 'name' | 'versionId'>): Instant | undefined {
    const until = this.#until.get(versionKey(object));
    return until === undefined ? undefined : Math.max(0, until);
  }

  #tooMuch(): undefined {
    this.beyondBounds++;
    return undefined;
  }

  async #readParts(parts: readonly NeededObject[]): Promise<void> {
    const unread = parts.filter((part) => !this.#rows.has(versionKey(part)));
    let rows = 0;
    let lost = 0;
    await concurrently(unread, atATime, async (part) => {
      // A part has up to 1,024 rows; what is over the bound is found out after a few, not after all.
      if (rows > mostOfASnapshot + maxListRows * atATime || lost >= enoughMissing) return;
      const read = await this.#readPart(part);
      if (!read) lost++;
      this.#rows.set(versionKey(part), read);
      rows += read?.length ?? 0;
    });
  }

  async #readPart(part: NeededObject): Promise<readonly NeededObject[] | undefined> {
    const { store, prefix } = this.#repository;
    try {
      return decodeListPart(await readObject(store, prefix, part));
    } catch (error) {
      if (isGone(error) || isHoldfastError(error, 'object-damaged')) return undefined;
      if (isHoldfastError(error, 'format-unknown')) return undefined;
      throw error;
    }
  }

  async #ask({ name, versionId, size }: NeededObject): Promise<Instant> {
    const { store, prefix } = this.#repository;
    try {
      const head = await store.head({ name: prefix + name, versionId });
      return head.size === size && head.kind === 'object' ? compliantUntil(head) : gone;
    } catch (error) {
      if (isGone(error)) return gone;
      throw error;
    }
  }
}

/** A provider may also refuse a version id that it never gave. */
const isGone = (error: unknown): boolean =>
  isHoldfastError(error, 'object-missing') ||
  (isHoldfastError(error, 'provider-refused') && error.details.status === 400);
