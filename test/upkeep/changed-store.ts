import type { ObjectStore } from '../../core/storage/object-store.ts';

/** For tests: a store with some of its calls replaced. */
export function changedStore(store: ObjectStore, calls: Partial<ObjectStore>): ObjectStore {
  return new Proxy(store, {
    get: (target, property) => {
      const own: unknown = Reflect.get(property in calls ? calls : target, property);
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
}
