import type { Catalog } from '../catalog/catalog.ts';
import type { Instant } from '../model/object.ts';
import { versionKey } from '../upkeep/needs.ts';

/** Every confirmed date of what snapshots can need, by `versionKey`. */
export function confirmedDates(catalog: Catalog): ReadonlyMap<string, Instant> {
  const known = catalog.objects.ofKinds('data', 'tree', 'pack', 'list', 'snapshot');
  return new Map(known.map((object) => [versionKey(object), object.confirmedUntil]));
}
