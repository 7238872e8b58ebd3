import { sha256Hex } from '../crypto/sha256.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import { compliantUntil, readLease } from '../locks/confirm-lease.ts';
import type { NeededObject } from '../model/needed-object.ts';
import type { Instant, ListedVersion } from '../model/object.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { damaged } from './damaged.ts';
import { parseName } from './names.ts';

type ReadsObjects = Pick<ObjectStore, 'get' | 'head' | 'listVersions'>;

/**
 * The whole object, by version; its bytes hash to its name. No more than `needed.size` is asked for: what a list says of an
 * object may be a lie, and it may be too long for this computer.
 * @param needed name relative to `prefix`
 * @throws object-missing, object-damaged, and what the store throws
 */
export async function readObject(
  store: Pick<ObjectStore, 'get'>,
  prefix: string,
  needed: NeededObject,
): Promise<Uint8Array> {
  if (needed.size === 0) throw damaged('it is empty', needed.name);
  const version = { name: prefix + needed.name, versionId: needed.versionId };
  const bytes = await store.get(version, { start: 0, end: needed.size });
  if (bytes.length !== needed.size) throw damaged('it is not as long as listed', needed.name);
  if (sha256Hex(bytes) !== parseName('', needed.name)?.hash)
    throw damaged('its contents do not match its name', needed.name);
  return bytes;
}

export type FoundObject = {
  /** Of the versions whose bytes hash to the name, the one locked longest. */
  readonly version: NeededObject;
  readonly bytes: Uint8Array;
  /** Provider time of the oldest version whose bytes hash to the name: when the object came to be. */
  readonly uploadedAt: Instant;
  /** 0: no compliance lock. */
  readonly lockedUntil: Instant;
};

/**
 * So many versions that do not hash to the name are read before the first that does, and after it so many that are
 * locked longer. An intruder may add versions without end, but only above ours; ours has at most a surplus one
 * from a retry.
 */
const maxSurplusReads = 8;
/** Where only `head` tells a lock, so many later versions are asked: one call each, one after the other. */
const maxSurplusHeads = 32;

/**
 * Reads by name alone: lists the versions, oldest first, skips wrong sizes and markers. undefined: no version fits.
 * @param name relative to `prefix`
 * @param size undefined: anything up to `maxBytes`
 */
export async function findObject(
  store: ReadsObjects,
  prefix: string,
  name: string,
  size: number | undefined,
  maxBytes: number,
): Promise<FoundObject | undefined> {
  const listed: ListedVersion[] = [];
  for await (const page of store.listVersions(prefix + name))
    listed.push(...page.filter((version) => version.name === prefix + name));
  return findAmong(store, prefix, listed.reverse(), size, maxBytes);
}

/** As `findObject`, for the versions of one name that a listing gave, oldest first. */
export async function findAmong(
  store: Pick<ObjectStore, 'get' | 'head'>,
  prefix: string,
  versions: readonly ListedVersion[],
  size: number | undefined,
  maxBytes: number,
): Promise<FoundObject | undefined> {
  let found: FoundObject | undefined;
  let surplus = 0;
  let heads = 0;
  let foreign = 0;
  for (const version of versions) {
    if (version.kind !== 'object' || version.size > maxBytes) continue;
    if (version.size !== (found?.bytes.length ?? size ?? version.size)) continue;
    if (found && version.lock === undefined && ++heads > maxSurplusHeads) break;
    const lockedUntil = await lockOf(store, version);
    if (lockedUntil === undefined || (found && lockedUntil <= found.lockedUntil)) continue;
    if (found && ++surplus > maxSurplusReads) break;
    const needed = {
      name: version.name.slice(prefix.length),
      versionId: version.versionId,
      size: version.size,
    };
    const bytes = await unlessGone(() => readUnlessForeign(store, prefix, needed));
    if (bytes)
      found = { version: needed, bytes, uploadedAt: found?.uploadedAt ?? version.uploadedAt, lockedUntil };
    else if (!found && ++foreign >= maxSurplusReads) break;
  }
  return found;
}

/** Listings of S3 do not tell locks. undefined: the version is gone meanwhile. */
export async function lockOf(
  store: Pick<ObjectStore, 'head'>,
  version: ListedVersion,
): Promise<Instant | undefined> {
  return version.lock ? compliantUntil(version) : await readLease(store, version);
}

async function readUnlessForeign(
  store: Pick<ObjectStore, 'get'>,
  prefix: string,
  needed: NeededObject,
): Promise<Uint8Array | undefined> {
  try {
    return await readObject(store, prefix, needed);
  } catch (error) {
    if (isHoldfastError(error, 'object-damaged')) return undefined;
    throw error;
  }
}

async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isHoldfastError(error, 'object-missing')) return undefined;
    throw error;
  }
}
