import type { Catalog } from '../catalog/catalog.ts';
import type { NeededObject } from '../model/needed-object.ts';
import type { Instant } from '../model/object.ts';
import { versionKey, type NeededVersion } from './needs.ts';
import type { Survey } from './survey.ts';

/** A version that is ours beyond doubt: a snapshot names it, or the catalog has read it. */
export type KnownVersion = NeededObject & {
  readonly kind: NeededVersion['kind'] | 'convenience';
  /** 0: no date was read yet. */
  readonly confirmedUntil: Instant;
  /** A kept snapshot needs it. */
  readonly needed: boolean;
  /** Any snapshot needs it, also one that is kept no more. */
  readonly wanted: boolean;
};

/** By relative name. Grows with what is ours, never with what others upload. */
export function knownVersions(
  { needs, kept }: Pick<Survey, 'needs' | 'kept'>,
  { objects }: Pick<Catalog, 'objects'>,
): ReadonlyMap<string, readonly KnownVersion[]> {
  const catalogued = objects.all();
  const dates = new Map(catalogued.map((object) => [versionKey(object), object.confirmedUntil]));
  const needed = new Set(needs.union(kept).map(versionKey));
  const known = new Map<string, KnownVersion[]>();
  const keys = new Set<string>();
  const add = (version: KnownVersion): void => {
    keys.add(versionKey(version));
    const others = known.get(version.name);
    if (others) others.push(version);
    else known.set(version.name, [version]);
  };
  for (const version of needs.versions) {
    const key = versionKey(version);
    add({ ...version, confirmedUntil: dates.get(key) ?? 0, needed: needed.has(key), wanted: true });
  }
  for (const object of catalogued) {
    if (keys.has(versionKey(object))) continue;
    const { name, versionId, size, confirmedUntil } = object;
    const kind = kindOf(object.kind);
    add({ name, versionId, size, kind, confirmedUntil, needed: false, wanted: false });
  }
  return known;
}

function kindOf(kind: ReturnType<Catalog['objects']['ofKinds']>[number]['kind']): KnownVersion['kind'] {
  switch (kind) {
    case 'data':
    case 'tree':
    case 'pack':
      return 'pack';
    case 'list':
    case 'snapshot':
      return kind;
    case 'index':
    case 'key':
    case 'repository':
      return 'convenience';
  }
}
