import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogObject } from '../catalog/objects.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { LockPolicy } from '../locks/lock-policy.ts';
import type { ProviderTime } from '../locks/provider-time.ts';
import { renewLeases } from '../locks/renew-leases.ts';
import type { NeededObject } from '../model/needed-object.ts';
import type { Instant } from '../model/object.ts';
import type { SnapshotBody } from '../model/snapshot.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { cutListParts, encodeListPart } from '../repository/list-part.ts';
import type { Repository } from '../repository/open-repository.ts';
import { sealSnapshot } from '../repository/snapshot-object.ts';
import type { World } from '../system/world.ts';
import type { LeasedWriter } from './leased-writer.ts';

export type PublishContext = {
  readonly repository: Repository;
  readonly catalog: Catalog;
  readonly writer: LeasedWriter;
  readonly time: ProviderTime;
  readonly world: World;
  readonly policy: LockPolicy;
};

export type Published = {
  readonly snapshot: CatalogObject;
  /** The smallest confirmed lock date over all that the snapshot needs. */
  readonly protectedUntil: Instant;
  /** Leases that the provider would not lengthen, so the snapshot's date is the true, shorter one. */
  readonly shortened: number;
};

/** Objects that must be struck from the catalog and stored again before a snapshot can be published. */
export type Gone = { readonly gone: readonly CatalogObject[] };

/**
 * The last step of a run (design 3.4): list parts, then leases, then the snapshot object, which alone makes it all a
 * snapshot. Publishes nothing unless every needed version has a confirmed lock of a day or more.
 * @param packs ordinals of all packs that the trees need
 */
export async function publish(
  context: PublishContext,
  packs: ReadonlySet<number>,
  body: SnapshotBody,
): Promise<Published | Gone> {
  const { repository, catalog, writer, world } = context;
  const needed = [...packs].map((id) => {
    const pack = catalog.objects.byId(id);
    if (pack === undefined)
      throw new HoldfastError('bug', { reason: 'a snapshot needs a pack that is unknown' });
    return pack;
  });
  const rows = needed.toSorted((a, b) => a.uploadedAt - b.uploadedAt || (a.name < b.name ? -1 : 1));
  const parts: CatalogObject[] = [];
  for (const part of cutListParts(rows.map(toNeeded))) {
    const bytes = encodeListPart(part);
    parts.push(await writer.keep({ kind: 'list', bytes, sha256: sha256Hex(bytes) }));
  }
  const leases = await keepLeases(context, [...needed, ...parts]);
  if ('gone' in leases) return leases;
  const bytes = sealSnapshot(
    repository.keys,
    repository.repositoryId,
    { parts: parts.map(toNeeded), body },
    world.random,
  );
  const snapshot = await writer.keep({ kind: 'snapshot', bytes, sha256: sha256Hex(bytes) });
  catalog.keepSnapshotBytes(snapshot.name, bytes);
  return {
    snapshot,
    protectedUntil: Math.min(leases.until, snapshot.confirmedUntil),
    shortened: leases.shortened,
  };
}

const toNeeded = ({ name, versionId, size }: CatalogObject): NeededObject => ({ name, versionId, size });

/** Renews what would not last for publication + P. What cannot be held for a day is as good as gone. */
async function keepLeases(
  context: PublishContext,
  objects: readonly CatalogObject[],
): Promise<{ readonly until: Instant; readonly shortened: number } | Gone> {
  const { repository, catalog, time, policy, world } = context;
  await time.refresh();
  if (policy.strict) return judgeLeases(objects, time.now() + policy.dayMs);
  const short = objects.filter(({ confirmedUntil }) => confirmedUntil < time.now() + policy.protectMs);
  const renewal = await renewLeases(repository.store, short, {
    prefix: repository.prefix,
    time,
    policy,
    world,
  });
  for (const { object, until } of [...renewal.confirmed, ...renewal.refused])
    catalog.objects.confirm(object, until);
  const lapsing = renewal.refused.filter(({ until }) => until < time.now() + policy.dayMs);
  const gone = [...renewal.missing, ...lapsing.map(({ object }) => object)];
  if (gone.length > 0) return { gone };
  const until = objects.reduce(
    (least, { id, confirmedUntil }) =>
      Math.min(least, catalog.objects.byId(id)?.confirmedUntil ?? confirmedUntil),
    Number.POSITIVE_INFINITY,
  );
  const shortened = renewal.refused.filter((refused) => refused.until < time.now() + policy.protectMs);
  return { until, shortened: shortened.length };
}

/** In strict mode nothing can be done about a lease here but to store the object again. */
function judgeLeases(
  objects: readonly CatalogObject[],
  atLeast: Instant,
): { readonly until: Instant; readonly shortened: number } | Gone {
  const gone = objects.filter(({ confirmedUntil }) => confirmedUntil < atLeast);
  if (gone.length > 0) return { gone };
  const dates = objects.map(({ confirmedUntil }) => confirmedUntil);
  return {
    until: dates.reduce((least, date) => Math.min(least, date), Number.POSITIVE_INFINITY),
    shortened: 0,
  };
}
