import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { NeededObject } from '../model/needed-object.ts';
import { decodeListPart } from '../repository/list-part.ts';
import type { Repository } from '../repository/repository.ts';
import { readObject } from '../repository/read-object.ts';
import { concurrently } from '../system/concurrently.ts';
import type { Findings } from './finding.ts';

export type Needed = NeededObject & {
  readonly kind: 'snapshot' | 'list' | 'pack';
  /** Ids of the snapshots that need it. */
  readonly snapshots: Set<string>;
  /** Days; the longest of those snapshots. */
  protectDays: number;
};

export type NeededObjects = {
  /** By name and version id (`versionKey`). */
  readonly all: ReadonlyMap<string, Needed>;
  /** Snapshot id → keys of the packs it lists; undefined: not all its lists can be read. */
  readonly packsOf: ReadonlyMap<string, ReadonlySet<string> | undefined>;
};

export const versionKey = ({
  name,
  versionId,
}: {
  readonly name: string;
  readonly versionId: string;
}): string => `${name} ${versionId}`;

/** What each snapshot says it needs: itself, its list parts, and the packs these name. Each part is read once. */
export async function readNeededObjects(
  repository: Pick<Repository, 'store' | 'prefix'>,
  snapshots: readonly FoundSnapshot[],
  findings: Findings,
): Promise<NeededObjects> {
  const all = new Map<string, Needed>();
  const parts = new Map<string, Needed>();
  const note = (object: NeededObject, kind: Needed['kind'], { id, body }: FoundSnapshot): Needed => {
    const key = versionKey(object);
    const known = all.get(key) ?? { ...object, kind, snapshots: new Set<string>(), protectDays: 0 };
    all.set(key, known);
    known.snapshots.add(id);
    known.protectDays = Math.max(known.protectDays, body.protectDays);
    return known;
  };
  for (const snapshot of snapshots) {
    note(snapshot.version, 'snapshot', snapshot);
    for (const part of snapshot.parts) parts.set(versionKey(part), note(part, 'list', snapshot));
  }
  const rowsOf = new Map<string, readonly NeededObject[]>();
  await concurrently(parts.values(), 8, async (part) => {
    try {
      rowsOf.set(
        versionKey(part),
        decodeListPart(await readObject(repository.store, repository.prefix, part)),
      );
    } catch (error) {
      if (isHoldfastError(error, 'object-missing')) findings.add('list-missing', part.name, part);
      else if (isHoldfastError(error, 'object-damaged')) findings.add('list-damaged', part.name, part);
      else throw error;
    }
  });
  const packsOf = new Map<string, ReadonlySet<string> | undefined>();
  for (const snapshot of snapshots) {
    const packs = new Set<string>();
    let isWhole = true;
    for (const part of snapshot.parts) {
      const rows = rowsOf.get(versionKey(part));
      if (!rows) isWhole = false;
      for (const row of rows ?? []) {
        note(row, 'pack', snapshot);
        packs.add(versionKey(row));
      }
    }
    packsOf.set(snapshot.id, isWhole ? packs : undefined);
  }
  return { all, packsOf };
}
