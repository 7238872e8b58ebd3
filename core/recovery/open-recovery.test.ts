import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BackupFixture, noise } from '../../test/backup/backup-fixture.ts';
import { keyOf, kitOf, recoveryOf } from '../../test/recovery/recovery-stage.ts';
import { fingerprint } from '../crypto/keys.ts';
import { masterToWords } from '../crypto/recovery-words.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { operationWords, type StoreOperation } from '../storage/operation.ts';
import { realWorld } from '../system/world.ts';
import { browse } from './browse.ts';
import { findSnapshot } from './find-snapshot.ts';
import { openRecovery } from './open-recovery.ts';
import { writesMade } from './writes-made.ts';

const version = { name: 'x', versionId: 'y' };
const later = Date.now() + 86_400_000;

/** Every call that a store knows, as somebody would make it; a new one is a type error here. */
const calls: Readonly<Record<StoreOperation, ((store: ObjectStore) => Promise<unknown>) | 'reads'>> = {
  put: (store) =>
    store.put({ name: 'x', body: new Uint8Array(1), sha256: '0'.repeat(64), lockUntil: undefined }),
  renew: (store) => store.renew(version, later),
  setLegalHold: (store) => store.setLegalHold(version, true),
  hide: (store) => store.hide('x'),
  deleteVersion: (store) => store.deleteVersion(version),
  deleteVersions: (store) => store.deleteVersions([version]),
  replaceLock: (store) => store.replaceLock(version, { mode: 'compliance', until: later }),
  get: 'reads',
  head: 'reads',
  listVersions: 'reads',
  keyCapabilities: 'reads',
  bucketState: 'reads',
  providerClock: 'reads',
};

/** Everything that can be called on an object and what it inherits from. */
function methodsOf(store: object): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = store; at !== Object.prototype; at = Object.getPrototypeOf(at) as object)
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (typeof value === 'function') names.add(name);
  return names;
}

describe.each(['b2', 's3'] as const)('over %s', (kind) => {
  const fixture = new BackupFixture(kind);

  test('every call that writes is refused before it goes out, with a key that may do everything', async () => {
    const set = await fixture.newSet();
    const kit = kitOf(fixture, set, kind);
    const recovery = await openRecovery({ kit, storageKey: fixture.vault, world: realWorld });
    const { store } = recovery.repository;
    for (const call of Object.values(calls))
      if (call !== 'reads') await expect(call(store)).rejects.toMatchObject({ code: 'read-only' });
    expect(writesMade(recovery.meter)).toBe(0);
    // Nothing on the object is left out above.
    const known = new Set<string>([...Object.keys(operationWords), 'close', 'constructor', 'around']);
    expect([...methodsOf(store)].filter((name) => !known.has(name))).toEqual([]);
    await recovery.close();
  });

  test('a read key, the words and nothing else: no repository object, key slot or index, under hide markers', async () => {
    const set = await fixture.newSet();
    writeFileSync(set.path('letter'), noise(5_000));
    const { snapshot: id } = await set.backUp();
    await fixture.moveClock(100 * 86_400_000);
    await fixture.destroy(set, ['repository/', 'keys/', 'index/']);
    for await (const page of fixture.powerful.listVersions(set.repository.prefix))
      for (const { name } of page) await fixture.powerful.hide(name);
    const recovery = await recoveryOf(fixture, set, { kit: kitOf(fixture, set, kind) });
    const { repository } = recovery;
    const snapshot = await findSnapshot(repository, id.slice(0, 8));
    const found = await browse({ repository, snapshot, path: set.source });
    expect(found.map(({ path }) => path)).toEqual([set.path('letter')]);
    expect(writesMade(recovery.meter)).toBe(0);
    await recovery.close();
  });
});

describe('a wrong kit', () => {
  const fixture = new BackupFixture('b2');

  test('words of another kit than the fingerprint are refused before anything is asked', async () => {
    const set = await fixture.newSet();
    const kit = kitOf(fixture, set);
    const own = fingerprint(new Uint8Array(32).fill(Number(/\d+/.exec(kit.prefix)?.[0])));
    const other = masterToWords(new Uint8Array(32).fill(99));
    const storageKey = { keyId: 'none', key: 'none' };
    const world = realWorld;
    await expect(
      openRecovery({ kit: { ...kit, fingerprint: own, words: other }, storageKey, world }),
    ).rejects.toMatchObject({ code: 'words-wrong' });
    const typed = own.toUpperCase().replaceAll('-', ' ');
    const recovery = await openRecovery({
      kit: { ...kit, fingerprint: typed },
      storageKey: await keyOf(fixture, set),
      world,
    });
    await recovery.close();
  });

  test('what is wrong is told apart: id, kit, place', async () => {
    const [set, other] = [await fixture.newSet(), await fixture.newSet()];
    const find = async (kit: ReturnType<typeof kitOf>): Promise<unknown> => {
      const recovery = await openRecovery({ kit, storageKey: fixture.vault, world: realWorld });
      try {
        return await findSnapshot(recovery.repository, 'abcdef');
      } finally {
        await recovery.close();
      }
    };
    const kit = kitOf(fixture, set);
    await expect(find(kit)).rejects.toMatchObject({ code: 'snapshot-unknown' });
    await expect(find({ ...kit, prefix: 'elsewhere/' })).rejects.toMatchObject({
      code: 'repository-missing',
    });
    const wrong = find({ ...kit, prefix: other.repository.prefix });
    await expect(wrong).rejects.toMatchObject({ code: 'kit-of-another' });
    await expect(wrong).rejects.toThrow(other.repository.repositoryId);
    // The right words with another id, as of a second repository under the same prefix.
    await expect(find({ ...kit, repositoryId: other.repository.repositoryId })).rejects.toMatchObject({
      code: 'kit-of-another',
    });
  });
});
