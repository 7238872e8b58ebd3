import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { ListedVersion } from '../model/object.ts';
import { folder, parseName } from '../repository/names.ts';
import { findAmong } from '../repository/read-object.ts';
import type { Repository } from '../repository/repository.ts';
import { maxSnapshotBytes, openSnapshot } from '../repository/snapshot-object.ts';
import { unlessForeign } from '../repository/unless-foreign.ts';
import { concurrently } from '../system/concurrently.ts';
import { explainNothingFound } from './explain-nothing-found.ts';
import { beginsAsOurs } from '../repository/begins-as-ours.ts';

const atATime = 16;
/** More names that begin alike are a flood: only the oldest of them are looked at, and nothing uploaded later is older. */
const maxNames = 256;
/** Of one name: ours is the oldest that fits, and newer ones may be there without end. */
const maxVersions = 64;

/** Versions of one name, oldest first. */
type Candidate = readonly ListedVersion[];

/**
 * The authentic snapshot whose id begins so; memory does not depend on how many foreign names and versions lie there.
 * @throws snapshot-unknown, snapshot-ambiguous, repository-missing, kit-of-another
 */
export async function findSnapshot(repository: Repository, wanted: string): Promise<FoundSnapshot> {
  const start = wanted.toLowerCase();
  if (!/^[0-9a-f]{1,64}$/.test(start)) throw new HoldfastError('snapshot-unknown', unknown(wanted));
  const candidates = await oldestNames(repository, start);
  const found: FoundSnapshot[] = [];
  const authentic = candidates.length > 1 ? await withOurMac(repository, candidates) : candidates;
  for (const versions of authentic) {
    const snapshot = await openOldest(repository, versions);
    if (snapshot) found.push(snapshot);
  }
  const [first, second] = found;
  if (second) throw new HoldfastError('snapshot-ambiguous', { id: wanted });
  if (first) return first;
  return await explainNothingFound(repository, unknown(wanted), candidates.length);
}

const unknown = (id: string): { id: string; command: string } => ({
  id,
  command: 'holdfast recover timeline',
});

async function oldestNames(repository: Repository, start: string): Promise<readonly Candidate[]> {
  const { store, prefix } = repository;
  let names: Candidate[] = [];
  let name: string | undefined;
  let versions: ListedVersion[] = [];
  const keep = (): void => {
    if (versions.length > 0) names.push(versions.slice(-maxVersions).reverse());
    if (names.length >= 2 * maxNames) names = oldest(names);
    versions = [];
  };
  for await (const page of store.listVersions(folder(prefix, 'snapshots') + start))
    for (const version of page) {
      if (version.name !== name) keep();
      name = version.name;
      if (version.kind !== 'object' || version.size > maxSnapshotBytes) continue;
      if (parseName(prefix, version.name)?.kind !== 'snapshots') continue;
      versions.push(version);
      // The listing gives the newest first, so what counts comes last.
      if (versions.length >= 2 * maxVersions) versions = versions.slice(-maxVersions);
    }
  keep();
  return oldest(names);
}

const oldest = (names: readonly Candidate[]): Candidate[] =>
  names.toSorted((a, b) => (a[0]?.uploadedAt ?? 0) - (b[0]?.uploadedAt ?? 0)).slice(0, maxNames);

/** Looks at beginnings only, so that a flood costs kilobytes. */
async function withOurMac(
  repository: Repository,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const ours = new Set<Candidate>();
  await concurrently(candidates, atATime, async (versions) => {
    // Whoever adds versions can only add newer ones, so one of the oldest is ours or none.
    for (const version of versions.slice(0, 4))
      if (await beginsAsOurs(repository, version)) {
        ours.add(versions);
        return;
      }
  });
  return candidates.filter((candidate) => ours.has(candidate));
}

async function openOldest(repository: Repository, versions: Candidate): Promise<FoundSnapshot | undefined> {
  const { store, prefix, keys, repositoryId } = repository;
  const found = await findAmong(store, prefix, versions, undefined, maxSnapshotBytes);
  const opened = found && unlessForeign(() => openSnapshot(keys, repositoryId, found.bytes));
  if (!opened) return undefined;
  const id = parseName('', found.version.name)?.hash ?? '';
  return { id, version: found.version, uploadedAt: found.uploadedAt, ...opened };
}
