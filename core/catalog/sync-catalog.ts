import { isHoldfastError } from '../errors/holdfast-error.ts';
import { compliantUntil } from '../locks/confirm-lease.ts';
import type { Instant, ListedVersion } from '../model/object.ts';
import { maxIndexBytes, openIndex } from '../repository/index-object.ts';
import { maxKeySlotBytes, readKeySlot } from '../repository/key-slot-object.ts';
import { listFolder } from '../repository/list-folder.ts';
import { folder, packName, parseName } from '../repository/names.ts';
import type { Repository } from '../repository/open-repository.ts';
import { maxPackBytes } from '../repository/pack-contents.ts';
import { openPack } from '../repository/pack-reader.ts';
import { findAmong, type FoundObject } from '../repository/read-object.ts';
import { maxRepositoryObjectBytes, openRepositoryObject } from '../repository/repository-object.ts';
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
 */
export async function syncCatalog(repository: Repository, catalog: Catalog, now: Instant): Promise<void> {
  const news = await readNewIndexObjects(repository, catalog, now);
  if (!news && catalog.meta(complete) === 'yes') return;
  await readPackListing(repository, catalog, now);
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

/** True where there was one that the catalog did not know. */
async function readNewIndexObjects(repository: Repository, catalog: Catalog, now: Instant): Promise<boolean> {
  const { store, prefix, keys, repositoryId } = repository;
  let news = false;
  for await (const versions of versionsByName(repository, folder(prefix, 'index'))) {
    const name = versions[0]?.name.slice(prefix.length) ?? '';
    if (parseName('', name)?.kind !== 'index' || catalog.objects.byName(name).length > 0) continue;
    const found = await findAmong(store, prefix, versions, undefined, maxIndexBytes);
    const rows = found && unlessForeign(() => openIndex(keys, repositoryId, found.bytes));
    if (found === undefined || rows === undefined) continue;
    news = true;
    catalog.transaction(() => {
      for (const row of rows) {
        const known = catalog.objects
          .byName(packName('', row.pack))
          .some(({ versionId }) => versionId === row.versionId);
        const pack = catalog.objects.add({
          name: packName('', row.pack),
          versionId: row.versionId,
          kind: row.kind,
          size: row.size,
          uploadedAt: row.uploadedAt,
          confirmedUntil: 0,
          indexed: true,
        });
        if (!known) catalog.chunks.addPack(pack, row.contents, now, true);
      }
      catalog.objects.add({
        ...found.version,
        kind: 'index',
        uploadedAt: found.uploadedAt,
        confirmedUntil: found.lockedUntil,
      });
    });
  }
  return news;
}

/** Takes lock dates from the listing where it tells them, strikes packs that are gone, reads packs that no index holds. */
async function readPackListing(repository: Repository, catalog: Catalog, now: Instant): Promise<void> {
  const { prefix } = repository;
  const seen = new Set<number>();
  for await (const versions of versionsByName(repository, folder(prefix, 'packs'))) {
    const name = versions[0]?.name.slice(prefix.length) ?? '';
    if (parseName('', name)?.kind !== 'packs') continue;
    const rows = catalog.objects.byName(name);
    const listed = new Map(versions.map((version) => [version.versionId, version]));
    for (const row of rows) {
      const version = listed.get(row.versionId);
      if (version?.kind !== 'object') continue;
      seen.add(row.id);
      catalog.objects.confirm(row, compliantUntil(version));
    }
    if (rows.length === 0) await readUnindexedPack(repository, catalog, versions, now);
  }
  for (const { id, confirmedUntil } of catalog.objects.ofKinds('data', 'tree'))
    if (!seen.has(id) && confirmedUntil <= now && catalog.objects.byId(id)?.confirmedUntil === confirmedUntil)
      catalog.objects.strike(id);
}

/**
 * A pack of a run that ended before its index was written. It is read whole: a trailer alone could stand behind other
 * bytes than those it was made for.
 */
async function readUnindexedPack(
  repository: Repository,
  catalog: Catalog,
  versions: readonly ListedVersion[],
  now: Instant,
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
    catalog.chunks.addPack(pack, opened.encodedContents, now, false);
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
  await concurrently(unread, atATime, async (object: CatalogObject) => {
    try {
      const head = await store.head({ name: prefix + object.name, versionId: object.versionId });
      catalog.objects.confirm(object, compliantUntil(head));
    } catch (error) {
      if (!isHoldfastError(error, 'object-missing')) throw error;
      catalog.objects.strike(object.id);
    }
  });
}

/** undefined for what does not authenticate. */
function unlessForeign<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isHoldfastError(error, 'object-damaged')) return undefined;
    throw error;
  }
}
