import { compliantUntil, readLease } from '../locks/confirm-lease.ts';
import type { Instant, ListedVersion } from '../model/object.ts';
import { maxIndexBytes, openIndex, type IndexRow } from '../repository/index-object.ts';
import { maxKeySlotBytes, readKeySlot } from '../repository/key-slot-object.ts';
import { listFolder } from '../repository/list-folder.ts';
import { folder, packName, parseName } from '../repository/names.ts';
import type { Repository } from '../repository/open-repository.ts';
import { maxPackBytes } from '../repository/pack-contents.ts';
import { openPack } from '../repository/pack-reader.ts';
import { findAmong, lockOf, type FoundObject } from '../repository/read-object.ts';
import { maxRepositoryObjectBytes, openRepositoryObject } from '../repository/repository-object.ts';
import { unlessForeign } from '../repository/unless-foreign.ts';
import { concurrently } from '../system/concurrently.ts';
import type { Catalog } from './catalog.ts';
import type { CatalogObject } from './objects.ts';
import { listSnapshots, versionsByName } from './snapshots.ts';

/** HEADs under way at a time. */
const atATime = 16;
const complete = 'complete';

/**
 * Brings the catalog up to what the bucket holds. Costs one listing of `index/` when nothing is new; for an empty
 * catalog, or one that misses index objects (an older copy), a listing of everything, the index objects, packs that
 * no index holds, and, where listings do not tell locks (S3), one HEAD per live object.
 * @param now provider time
 * @param countsFrom locks that end earlier do not count when two packs hold the same chunk; in strict mode later than now
 */
export async function syncCatalog(
  repository: Repository,
  catalog: Catalog,
  now: Instant,
  countsFrom: Instant = now,
): Promise<void> {
  const listing = new PackListing(repository);
  await readNewIndexObjects(repository, catalog, listing, countsFrom);
  if (catalog.meta(complete) === 'yes') return;
  await readPackListing(repository, catalog, await listing.read(), { now, countsFrom });
  await readSnapshots(repository, catalog);
  await readKeys(repository, catalog);
  await confirmUnread(repository, catalog);
  catalog.setMeta(complete, 'yes');
}

/**
 * From now on the bucket may hold what the catalog does not know: an upload whose answer nobody lived to hear. A run
 * that is killed leaves it so, and the next `syncCatalog` lists everything.
 */
export function beginUploads(catalog: Catalog): void {
  catalog.setMeta(complete, 'no');
}

/** Every upload since `beginUploads` was answered and is in the catalog. */
export function endUploads(catalog: Catalog): void {
  catalog.setMeta(complete, 'yes');
}

type ListedPacks = ReadonlyMap<string, readonly ListedVersion[]>;

/** All versions under `packs/`, listed once and only where it is needed. By relative name, oldest first. */
class PackListing {
  readonly #repository: Repository;
  #listed: Promise<ListedPacks> | undefined;

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  read(): Promise<ListedPacks> {
    this.#listed ??= this.#list();
    return this.#listed;
  }

  async #list(): Promise<ListedPacks> {
    const { prefix } = this.#repository;
    const listed = new Map<string, readonly ListedVersion[]>();
    for await (const versions of versionsByName(this.#repository, folder(prefix, 'packs'))) {
      const name = versions[0]?.name.slice(prefix.length) ?? '';
      if (parseName('', name)?.kind === 'packs') listed.set(name, versions);
    }
    return listed;
  }
}

async function readNewIndexObjects(
  repository: Repository,
  catalog: Catalog,
  listing: PackListing,
  countsFrom: Instant,
): Promise<void> {
  const { store, prefix, keys, repositoryId } = repository;
  for await (const versions of versionsByName(repository, folder(prefix, 'index'))) {
    const name = versions[0]?.name.slice(prefix.length) ?? '';
    if (parseName('', name)?.kind !== 'index' || catalog.objects.byName(name).length > 0) continue;
    const found = await findAmong(store, prefix, versions, undefined, maxIndexBytes);
    const rows = found && unlessForeign(() => openIndex(keys, repositoryId, found.bytes));
    if (found === undefined || rows === undefined) continue;
    const packs = await unknownPacks(repository, catalog, await listing.read(), rows);
    catalog.transaction(() => {
      catalog.setMeta(complete, 'no');
      for (const { row, lockedUntil } of packs) {
        const { versionId, kind, size, uploadedAt } = row;
        const pack = catalog.objects.add({
          name: packName('', row.pack),
          versionId,
          kind,
          size,
          uploadedAt,
          confirmedUntil: lockedUntil,
          indexed: true,
        });
        catalog.chunks.addPack(pack, row.contents, countsFrom, true);
      }
      catalog.objects.add({
        ...found.version,
        kind: 'index',
        uploadedAt: found.uploadedAt,
        confirmedUntil: found.lockedUntil,
      });
    });
  }
}

/**
 * The rows whose pack the catalog does not know and the bucket still has, with their locks: those decide which of
 * two places of a chunk counts, so they are known before the chunks are added.
 */
async function unknownPacks(
  repository: Repository,
  catalog: Catalog,
  listed: ListedPacks,
  rows: readonly IndexRow[],
): Promise<readonly { readonly row: IndexRow; readonly lockedUntil: Instant }[]> {
  const packs: { row: IndexRow; lockedUntil: Instant }[] = [];
  await concurrently(rows, atATime, async (row) => {
    const name = packName('', row.pack);
    const isKnown = ({ versionId, kind }: CatalogObject): boolean =>
      versionId === row.versionId && kind !== 'pack';
    if (catalog.objects.byName(name).some(isKnown)) return;
    const version = listed.get(name)?.find(({ versionId }) => versionId === row.versionId);
    const lockedUntil = version?.kind === 'object' ? await lockOf(repository.store, version) : undefined;
    if (lockedUntil !== undefined) packs.push({ row, lockedUntil });
  });
  return packs;
}

/** Takes lock dates from the listing where it tells them, strikes packs that are gone, reads packs that no index holds. */
async function readPackListing(
  repository: Repository,
  catalog: Catalog,
  listed: ListedPacks,
  { now, countsFrom }: { readonly now: Instant; readonly countsFrom: Instant },
): Promise<void> {
  const seen = new Set<number>();
  for (const [name, versions] of listed) {
    const here = new Map(versions.map((version) => [version.versionId, version]));
    let known = false;
    for (const row of catalog.objects.byName(name)) {
      const version = here.get(row.versionId);
      if (version?.kind !== 'object') continue;
      known ||= row.kind !== 'pack';
      seen.add(row.id);
      catalog.objects.confirm(row, compliantUntil(version));
    }
    if (!known) await readUnindexedPack(repository, catalog, versions, seen, countsFrom);
  }
  const gone = catalog.objects
    .ofKinds('data', 'tree', 'pack')
    .filter(({ id, confirmedUntil }) => !seen.has(id) && confirmedUntil <= now);
  catalog.objects.strike(...gone.map(({ id }) => id));
}

/**
 * A pack of a run that ended before its index was written. It is read whole: a trailer alone could stand behind other
 * bytes than those it was made for.
 */
async function readUnindexedPack(
  repository: Repository,
  catalog: Catalog,
  versions: readonly ListedVersion[],
  seen: Set<number>,
  countsFrom: Instant,
): Promise<void> {
  const { store, prefix, keys, repositoryId } = repository;
  const found = await findAmong(store, prefix, versions, undefined, maxPackBytes);
  const opened = found && unlessForeign(() => openPack(keys, repositoryId, undefined, found.bytes));
  if (found === undefined || opened === undefined) return;
  catalog.transaction(() => {
    const pack = catalog.objects.add({
      ...found.version,
      kind: opened.kind,
      uploadedAt: found.uploadedAt,
      confirmedUntil: found.lockedUntil,
    });
    seen.add(pack);
    catalog.chunks.addPack(pack, opened.encodedContents, countsFrom, false);
  });
}

/** Snapshot objects and the list parts they name. */
async function readSnapshots(repository: Repository, catalog: Catalog): Promise<void> {
  const { snapshots } = await listSnapshots(repository, catalog);
  catalog.transaction(() => {
    for (const { version, uploadedAt, parts } of snapshots) {
      catalog.objects.add({ ...version, kind: 'snapshot', uploadedAt, confirmedUntil: 0 });
      for (const part of parts) catalog.objects.add({ ...part, kind: 'list', uploadedAt, confirmedUntil: 0 });
    }
  });
}

/** Repository object and passphrase slots: not needed to read, but kept locked as long as anything is. */
async function readKeys(repository: Repository, catalog: Catalog): Promise<void> {
  const { store, prefix, keys, repositoryId } = repository;
  const add = (kind: 'repository' | 'key', { version, uploadedAt, lockedUntil }: FoundObject): void => {
    catalog.objects.add({ ...version, kind, uploadedAt, confirmedUntil: lockedUntil });
  };
  for await (const found of listFolder(store, prefix, 'repository', maxRepositoryObjectBytes))
    if (unlessForeign(() => openRepositoryObject(keys, found.bytes))) add('repository', found);
  for await (const found of listFolder(store, prefix, 'keys', maxKeySlotBytes))
    if (unlessForeign(() => readKeySlot(found.bytes))?.repositoryId === repositoryId) add('key', found);
}

/** Asks for the lock of everything whose date was never read. */
async function confirmUnread(repository: Repository, catalog: Catalog): Promise<void> {
  const { store, prefix } = repository;
  const unread = catalog.objects
    .ofKinds('data', 'tree', 'list', 'snapshot')
    .filter(({ confirmedUntil }) => confirmedUntil === 0);
  const gone: number[] = [];
  await concurrently(unread, atATime, async (object: CatalogObject) => {
    const until = await readLease(store, { name: prefix + object.name, versionId: object.versionId });
    if (until === undefined) gone.push(object.id);
    else catalog.objects.confirm(object, until);
  });
  catalog.objects.strike(...gone);
}
