import type { ObjectVersion } from '../../model/object.ts';
import type { World } from '../../system/world.ts';
import type { ObjectStore } from '../object-store.ts';
import type { Role } from '../roles.ts';
import { canaryLockMs, isRefusal, putCanary, unusedCanaryName } from './canary.ts';

export type Ability =
  'list' | 'read' | 'read-lock' | 'upload' | 'upload-locked' | 'lengthen' | 'hide' | 'delete' | 'hold';

/** What each role needs of these. A key without `upload` has nothing of its own to hide. */
export const roleAbilities: Readonly<Record<Role, readonly Ability[]>> = {
  backup: ['list', 'read', 'read-lock', 'upload-locked', 'lengthen'],
  'strict-backup': ['list', 'read', 'read-lock', 'upload'],
  read: ['list', 'read', 'read-lock'],
  renewal: ['list', 'read', 'read-lock', 'lengthen'],
  space: ['list', 'read', 'read-lock', 'upload-locked', 'lengthen', 'hide'],
  maintenance: ['list', 'read', 'read-lock', 'delete'],
  hold: ['list', 'read', 'read-lock', 'hold'],
};

/**
 * Finds out by trying, where the provider does not tell what a key may: on tiny objects of its own below `<prefix>proof/`
 * where it may store some, else on one that is there, by requests that change nothing. What could not be tried is left out.
 * @throws what is no answer to that question: network, wrong key, missing bucket
 */
export async function tryAbilities(
  store: ObjectStore,
  prefix: string,
  world: World,
): Promise<ReadonlyMap<Ability, boolean>> {
  const found = new Map<Ability, boolean>();
  const attempt = async <T>(what: Ability, act: () => Promise<T>): Promise<T | undefined> => {
    try {
      const answer = await act();
      found.set(what, true);
      return answer;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      found.set(what, false);
      return undefined;
    }
  };
  const there = await attempt('list', () => firstObject(store, prefix));
  const until = Math.ceil(((await store.providerClock()).now + canaryLockMs) / 1000) * 1000;
  const free = await attempt('upload', () => putCanary(store, prefix, world, undefined));
  const locked = await attempt('upload-locked', () => putCanary(store, prefix, world, until));
  const version = locked ?? free ?? there;
  if (version) {
    await attempt('read', () => store.get(version, { start: 0, end: 1 }));
    const lock = await attempt('read-lock', async () => (await store.head(version)).lock);
    // A renewal to the date it has changes nothing.
    const date = locked ? until + 1000 : lock?.mode === 'compliance' ? lock.until : null;
    if (date !== null) await attempt('lengthen', () => store.renew(version, date));
    // So does a hold that is set as it is.
    await attempt('hold', () => store.setLegalHold(version, locked ? true : (lock?.legalHold ?? false)));
    if (locked && found.get('hold')) await store.setLegalHold(locked, false);
  }
  if (free) await attempt('hide', () => store.hide(free.name));
  // Deleting what is not there is no error either, for a key that may delete.
  await attempt('delete', () =>
    store.deleteVersion(free ?? { name: unusedCanaryName(prefix, world), versionId: 'null' }),
  );
  return found;
}

async function firstObject(store: ObjectStore, prefix: string): Promise<ObjectVersion | undefined> {
  for await (const page of store.listVersions(prefix)) {
    const object = page.find(
      // Canaries may have no lock.
      ({ name, kind, size }) => kind === 'object' && size > 0 && !name.startsWith(`${prefix}proof/`),
    );
    if (object) return object;
  }
  return undefined;
}
