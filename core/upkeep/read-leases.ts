import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import { compliantUntil } from '../locks/confirm-lease.ts';
import type { Instant, ListedVersion, ObjectVersion } from '../model/object.ts';
import { concurrently } from '../system/concurrently.ts';
import { versionKey } from './needs.ts';
import type { Upkeep } from './upkeep-context.ts';

/** HEADs under way at a time. */
const atATime = 16;
const rowsPerPage = 1000;
/** What a page of a listing may stand for: on B2 it costs as much as ten questions about one version. */
const headsPerPage = 10;
/** Fewer are asked for one by one in the time that one page takes. */
const worthListing = 64;

export type ReadLease = {
  /** The compliance date, 0 for none. */
  readonly until: Instant;
  readonly uploadedAt: Instant;
  readonly size: number;
};

/**
 * The dates of these versions, by versionKey; what is not in the answer is gone. Many at a time are read from listings, where
 * those tell dates and cost less than a HEAD each. A flood of versions that somebody made does not make it dearer than twice the
 * HEADs: then the listing is given up.
 * @param versions names relative to the prefix
 * @param onCall before each call; what it throws ends the work
 */
export async function readLeases(
  upkeep: Pick<Upkeep, 'repository' | 'catalog'>,
  versions: readonly ObjectVersion[],
  onCall: () => void,
): Promise<ReadonlyMap<string, ReadLease>> {
  const { store, prefix } = upkeep.repository;
  const read = new Map<string, ReadLease>();
  const listed = foldersWorthListing(upkeep, versions);
  for (const [folder, wanted] of byFolder(versions))
    if (listed.has(folder)) await readListing(upkeep.repository, folder, wanted, read, onCall);
  const unread = versions.filter((version) => !read.has(versionKey(version)));
  await concurrently(unread, atATime, async (version) => {
    onCall();
    try {
      const head = await store.head({ name: prefix + version.name, versionId: version.versionId });
      if (head.kind === 'object') read.set(versionKey(version), toLease(head));
    } catch (error) {
      if (!isHoldfastError(error, 'object-missing')) throw error;
    }
  });
  return read;
}

/** Those whose dates, for these versions, will be read from a listing. */
export function foldersWorthListing(
  { repository, catalog }: Pick<Upkeep, 'repository' | 'catalog'>,
  versions: readonly ObjectVersion[],
): ReadonlySet<string> {
  if (!repository.store.listsLocks) return new Set();
  const isWorth = ([folder, { size }]: readonly [string, ReadonlySet<string>]): boolean => {
    const pages = Math.ceil(Math.max(catalog.objects.countBelow(folder), size) / rowsPerPage);
    return size > worthListing && pages * headsPerPage <= size;
  };
  return new Set([...byFolder(versions)].filter(isWorth).map(([folder]) => folder));
}

/** The first folder of a relative name, with its slash. */
export const folderOf = ({ name }: Pick<ObjectVersion, 'name'>): string =>
  name.slice(0, name.indexOf('/') + 1);

function byFolder(versions: readonly ObjectVersion[]): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  for (const version of versions) {
    const wanted = folders.get(folderOf(version)) ?? new Set();
    folders.set(folderOf(version), wanted.add(versionKey(version)));
  }
  return folders;
}

async function readListing(
  { store, prefix }: Upkeep['repository'],
  folder: string,
  wanted: ReadonlySet<string>,
  read: Map<string, ReadLease>,
  onCall: () => void,
): Promise<void> {
  let left = wanted.size;
  let pages = Math.floor(wanted.size / headsPerPage);
  onCall();
  for await (const page of store.listVersions(prefix + folder)) {
    for (const version of page) {
      const key = versionKey({ ...version, name: version.name.slice(prefix.length) });
      // A key that may not read dates here is told so by the HEAD.
      if (version.kind !== 'object' || version.lock === undefined || !wanted.has(key)) continue;
      read.set(key, toLease(version));
      left--;
    }
    if (left === 0 || --pages === 0) return;
    onCall();
  }
}

const toLease = (version: Pick<ListedVersion, 'lock' | 'uploadedAt' | 'size'>): ReadLease => ({
  until: compliantUntil(version),
  uploadedAt: version.uploadedAt,
  size: version.size,
});

/** For `onCall`: ends the work where the signal has aborted. @throws cancelled */
export function assertNotAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new HoldfastError('cancelled');
}
