import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import { lockEnds, type SweptFolder } from '../locks/choose-candidates.ts';
import type { Instant, ListedVersion, ObjectVersion } from '../model/object.ts';
import { folder } from '../repository/names.ts';
import { maxDeletions, type ObjectStore } from '../storage/object-store.ts';
import { concurrently } from '../system/concurrently.ts';
import type { RetireTally } from './retire-report.ts';
import { maxAsked } from './swept-names.ts';

/** Calls under way at a time. */
const atATime = 16;
/** Refusals that a report names; more of them say nothing new. */
const maxRefusals = 100;

/** A name that two passes found to be needed no more; relative to the prefix. */
export type DueName = { readonly name: string; readonly bytes: number };

type Giving = {
  readonly store: ObjectStore;
  readonly prefix: string;
  readonly tally: RetireTally;
  readonly assertNotAborted: () => void;
};

/**
 * Puts a marker on each name; the bucket's rule deletes what is below it.
 * @throws what concerns more than one name: key-insufficient, key-invalid, network-unreachable, …
 */
export async function hideNames(
  names: readonly DueName[],
  { store, prefix, tally, assertNotAborted }: Giving,
): Promise<void> {
  await concurrently(names, atATime, async ({ name, bytes }) => {
    assertNotAborted();
    try {
      await store.hide(prefix + name);
      tally.done.add(bytes);
    } catch (error) {
      refuse(tally, name, error);
    }
  });
}

/**
 * Deletes every version and marker under these names of one folder, a thousand in a call, objects before the marker on
 * them. Lists the folder again: a name under which a lock runs by now is left, and counted as locked.
 * @param now provider time
 */
export async function deleteNames(
  kind: SweptFolder,
  names: readonly DueName[],
  now: Instant,
  { store, prefix, tally, assertNotAborted }: Giving,
): Promise<void> {
  if (names.length === 0) return;
  const due = new Set(names.map(({ name }) => prefix + name));
  let batch: Listed[] = [];
  let current: Listed | undefined;
  const flush = async (): Promise<void> => {
    const free: Listed[] = [];
    await concurrently(batch, atATime, async (listed) => {
      const until = await lastLock(store, listed.versions);
      if (until <= now) free.push(listed);
      else tally.locked(listed.bytes, until);
    });
    batch = [];
    assertNotAborted();
    await deleteAll(store, prefix, free, tally);
  };
  for await (const page of store.listVersions(folder(prefix, kind)))
    for (const version of page) {
      if (current?.name !== version.name) {
        if (current) batch.push(current);
        current = due.has(version.name) ? { name: version.name, bytes: 0, versions: [] } : undefined;
        if (batch.reduce((sum, { versions }) => sum + versions.length, 0) >= maxDeletions) await flush();
      }
      current?.versions.push(version);
      if (current) current.bytes += version.size;
    }
  if (current) batch.push(current);
  await flush();
}

/** Every version and marker of one name. */
type Listed = { readonly name: string; bytes: number; readonly versions: ListedVersion[] };

async function lastLock(store: ObjectStore, versions: readonly ListedVersion[]): Promise<Instant> {
  const objects = versions.filter(({ kind }) => kind === 'object');
  if (objects.filter(({ lock }) => !lock).length > maxAsked) return Number.POSITIVE_INFINITY;
  let last = 0;
  for (const version of objects) {
    try {
      const lock = version.lock ?? (await store.head(version)).lock;
      last = Math.max(last, lock ? lockEnds(lock) : Number.POSITIVE_INFINITY);
    } catch (error) {
      if (!isHoldfastError(error, 'object-missing')) throw error;
    }
  }
  return last;
}

async function deleteAll(
  store: ObjectStore,
  prefix: string,
  names: readonly Listed[],
  tally: RetireTally,
): Promise<void> {
  const left = new Map<string, HoldfastError>();
  const remove = async (versions: readonly ObjectVersion[]): Promise<void> => {
    for (let at = 0; at < versions.length; at += maxDeletions)
      for (const { version, error } of await store.deleteVersions(versions.slice(at, at + maxDeletions)))
        left.set(version.name, error);
  };
  const ofKind = (wanted: ListedVersion['kind']): readonly ListedVersion[] =>
    names
      .filter(({ name }) => !left.has(name))
      .flatMap(({ versions }) => versions.filter(({ kind }) => kind === wanted));
  await remove(ofKind('object'));
  // A marker that went first would bring back for a moment what was hidden.
  await remove(ofKind('marker'));
  for (const { name, bytes } of names) {
    const error = left.get(name);
    if (error === undefined) tally.done.add(bytes);
    else if (error.code === 'object-locked') tally.locked(bytes, lockedUntil(error));
    else refuse(tally, name.slice(prefix.length), error);
  }
}

function lockedUntil({ details }: HoldfastError): Instant {
  const until = Date.parse(String(details['until']));
  return Number.isNaN(until) ? Number.POSITIVE_INFINITY : until;
}

/** What is about this name alone is noted; what every other call would meet too ends the work. */
function refuse(tally: RetireTally, name: string, error: unknown): void {
  if (!(error instanceof HoldfastError) || error.retry !== 'never') throw error;
  if (error.code !== 'provider-refused' && error.code !== 'object-missing') throw error;
  if (tally.refused.length < maxRefusals) tally.refused.push({ name, code: error.code, words: error.words });
}
