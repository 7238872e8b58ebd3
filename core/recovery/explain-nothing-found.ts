import { HoldfastError } from '../errors/holdfast-error.ts';
import type { ErrorDetails } from '../errors/details.ts';
import { listFolder } from '../repository/list-folder.ts';
import { folder } from '../repository/names.ts';
import type { Repository } from '../repository/repository.ts';
import {
  describeRepository,
  maxRepositoryObjectBytes,
  openRepositoryObject,
} from '../repository/repository-object.ts';
import { unlessForeign } from '../repository/unless-foreign.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { beginsAsOurs } from '../repository/begins-as-ours.ts';

const maxPages = 10;
const maxLookedAt = 32;

/**
 * Why a kit finds no snapshot: wrong bucket or prefix, a kit of another repository, or an id that is none. Looks at one page
 * of the bucket and the repository objects.
 * @param sought for the words of snapshot-unknown
 * @param foreign how many objects stood where the snapshot was looked for
 * @throws always: repository-missing, kit-of-another, snapshot-unknown
 */
export async function explainNothingFound(
  repository: Repository,
  sought: ErrorDetails,
  foreign: number,
): Promise<never> {
  const { store, prefix } = repository;
  const place = `"${store.bucket}"${prefix ? `, prefix ${prefix}` : ''}`;
  const others = await otherRepositories(repository);
  if (others === 'ours') throw new HoldfastError('snapshot-unknown', sought);
  if (others.length > 0)
    throw new HoldfastError('kit-of-another', { place, others: others.slice(0, 3).join(', ') });
  const there = await snapshotsThere(repository);
  if (there === 'ours') throw new HoldfastError('snapshot-unknown', sought);
  if (there === 'others' || foreign > 0) throw new HoldfastError('kit-of-another', { place });
  throw new HoldfastError('repository-missing', { place, isRecovery: true });
}

async function otherRepositories(repository: Repository): Promise<'ours' | readonly string[]> {
  const { store, prefix, keys, repositoryId } = repository;
  const others = new Set<string>();
  for await (const { bytes } of listFolder(
    firstPages(store),
    prefix,
    'repository',
    maxRepositoryObjectBytes,
  )) {
    if (unlessForeign(() => openRepositoryObject(keys, bytes))?.repositoryId === repositoryId) return 'ours';
    const claimed = unlessForeign(() => describeRepository(bytes))?.repositoryId;
    if (claimed !== undefined) others.add(claimed);
  }
  return [...others];
}

/** A folder that holds one or two objects of ours: whoever floods it shall not fill the memory. */
const firstPages = (store: ObjectStore): Pick<ObjectStore, 'get' | 'head' | 'listVersions'> => ({
  get: (version, range) => store.get(version, range),
  head: (version) => store.head(version),
  async *listVersions(start, options) {
    let pages = 0;
    for await (const page of store.listVersions(start, options)) {
      yield page;
      if (++pages === maxPages) return;
    }
  },
});

/** Looks at the first page only. */
async function snapshotsThere(repository: Repository): Promise<'ours' | 'others' | 'none'> {
  const { store, prefix } = repository;
  for await (const page of store.listVersions(folder(prefix, 'snapshots'))) {
    const objects = page.filter(({ kind }) => kind === 'object');
    for (const version of objects.toSorted((a, b) => a.uploadedAt - b.uploadedAt).slice(0, maxLookedAt))
      if (await beginsAsOurs(repository, version)) return 'ours';
    return objects.length > 0 ? 'others' : 'none';
  }
  return 'none';
}
