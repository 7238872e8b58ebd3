import type { ListedVersion, VersionLock } from '../../core/model/object.ts';
import type { Repository } from '../../core/repository/repository.ts';
import type { ObjectStore } from '../../core/storage/object-store.ts';

/** What the provider did. Names are relative to the prefix. */
export type Spoil = {
  readonly gone?: (name: string) => boolean;
  readonly bytes?: (name: string, bytes: Uint8Array, start: number) => void;
  readonly size?: (name: string) => number | undefined;
  readonly lock?: (name: string) => VersionLock | undefined;
};

/** The same repository behind a provider that lost or changed something. */
export function spoiled(repository: Repository, spoil: Spoil): Repository {
  const { store, prefix } = repository;
  const own = (name: string): string => name.slice(prefix.length);
  const lockOf = (version: ListedVersion): ListedVersion => ({
    ...version,
    lock: spoil.lock?.(own(version.name)) ?? version.lock,
  });
  const faulty: ObjectStore = Object.create(store, {
    get: {
      value: async (...[version, range]: Parameters<ObjectStore['get']>) => {
        if (spoil.gone?.(own(version.name)))
          await store.get({ ...version, name: `${version.name}-gone` }, range);
        const bytes = Uint8Array.from(await store.get(version, range));
        spoil.bytes?.(own(version.name), bytes, range?.start ?? 0);
        return bytes;
      },
    },
    head: { value: async (version: ListedVersion) => lockOf((await store.head(version)) as ListedVersion) },
    listVersions: {
      value: async function* list(...args: Parameters<ObjectStore['listVersions']>) {
        for await (const page of store.listVersions(...args))
          yield page
            .filter(({ name }) => !spoil.gone?.(own(name)))
            .map((version) => lockOf({ ...version, size: spoil.size?.(own(version.name)) ?? version.size }));
      },
    },
    providerClock: { value: () => store.providerClock() },
    keyCapabilities: { value: () => store.keyCapabilities() },
  }) as ObjectStore;
  return { ...repository, store: faulty };
}

/** Changes one bit at a place of the object. */
export const flip =
  (at: number) =>
  (bytes: Uint8Array, start: number): void => {
    const index = at - start;
    if (index >= 0 && index < bytes.length) bytes[index] = bytes[index]! ^ 1;
  };
