import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../core/crypto/sha256.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { dayMs } from '../../core/locks/period.ts';
import type { Decision } from '../../core/model/snapshot.ts';
import { encodeListPart } from '../../core/repository/list-part.ts';
import { folder } from '../../core/repository/names.ts';
import { putLocked } from '../../core/repository/put-locked.ts';
import { sealSnapshot } from '../../core/repository/snapshot-object.ts';
import { realWorld } from '../../core/system/world.ts';
import { isWhole } from '../../core/upkeep/renew-locks.ts';
import { BackupFixture, noise, type TestSet } from '../backup/backup-fixture.ts';
import {
  backUpOnly,
  hiddenNames,
  letGo,
  onlyNewest,
  retireSet,
  thirtyDays,
  untilDue,
} from './retire-fixture.ts';

describe.each(['s3', 'b2'] as const)('a kept snapshot of which something is gone, over %s', (kind) => {
  const fixture = new BackupFixture(kind);

  test('is told of and stops nothing, once question and listing agree', async () => {
    const { set, own } = await letGo(fixture);
    // Of the snapshot that is pinned, both; else nothing that is kept is whole for a while, and the one let go is kept again.
    const lost = set.catalog.objects.ofKinds('data').at(-1)!;
    const alsoSaidToBeGone = set.catalog.objects.ofKinds('tree').at(-1)!;
    const pin: Decision = { at: 0, kind: 'pin', value: { snapshot: (await set.snapshots()).at(-1)!.id } };
    rmSync(set.path('b'));
    writeFileSync(set.path('c'), noise(40_000, 3));
    await set.backUp({ decisions: [...onlyNewest, pin] });
    await fixture.moveClock(90 * dayMs);
    await fixture.destroy(set, [lost.name]);
    await retireSet(set);
    await fixture.moveClock(dayMs + 60_000);
    expect(sum((await retireSet(set, { how: 'plan' })).due)).toBe(own.length);

    const head = set.store.head.bind(set.store);
    set.catalog.objects.strike(alsoSaidToBeGone.id);
    set.store.head = (version) =>
      version.name.endsWith(alsoSaidToBeGone.name)
        ? Promise.reject(new HoldfastError('object-missing', {}))
        : head(version);
    expect((await retireSet(set)).stopped?.reason).toBe('renewal-not-whole');
    set.store.head = head;
    const pages = set.store.listVersions.bind(set.store);
    set.store.listVersions = async function* (prefix, options) {
      for await (const page of pages(prefix, options))
        yield prefix === folder(set.repository.prefix, 'packs') ? page.slice(0, 1) : page;
    };
    for (const how of ['plan', 'hide'] as const)
      expect((await retireSet(set, { how })).stopped?.reason).toBe('listing-incomplete');
    set.store.listVersions = pages;
    expect(await hiddenNames(set)).toEqual([]);

    const report = await retireSet(set);
    expect(report).toMatchObject({ stopped: undefined, done: { names: own.length } });
    expect(report.renewal!.missing.map(({ name }) => name)).toEqual([lost.name]);
    expect(isWhole(report.renewal!)).toBe(false);
    expect((await hiddenNames(set)).toSorted()).toEqual(own);
  });

  test('made by an intruder of what never was an object: renewal and space go on, nothing whole is displaced', async () => {
    const { set, own } = await letGo(fixture);
    const name = `${set.repository.prefix}packs/00/${'0'.repeat(64)}`;
    const body = Buffer.from('below');
    await set.store.put({ name, body, sha256: sha256Hex(body), lockUntil: undefined });
    const { markerVersionId } = await set.store.hide(name);
    const genuine = (await set.snapshots()).at(-1)!.id;
    await untilDue(fixture, set);
    const fake = await publishFake(set, markerVersionId);
    expect((await set.snapshots()).at(-1)!.id).toBe(fake);

    const report = await retireSet(set);
    expect(report).toMatchObject({ stopped: undefined, done: { names: own.length } });
    expect(report.renewal!.missing).toHaveLength(2);
    const hidden = await hiddenNames(set);
    expect(hidden).not.toContain(`snapshots/${genuine}`);
    await set.restore((await set.snapshots()).find(({ id }) => id === genuine)!);
    // A run of the owner's own is not held up either.
    await backUpOnly(set, 'c');
  });
});

const sum = (due: readonly { readonly names: number }[]): number =>
  due.reduce((all, { names }) => all + names, 0);

/** As whoever has the stored key and the passphrase can: complete, newest, and in need of a marker and of an id never given. */
async function publishFake(set: TestSet, markerVersionId: string): Promise<string> {
  const { store, prefix, keys, repositoryId } = set.repository;
  const put = (folderOf: 'lists' | 'snapshots', bytes: Uint8Array) =>
    putLocked(store, prefix, folderOf, bytes, thirtyDays, realWorld);
  const part = await put(
    'lists',
    encodeListPart([
      { name: `packs/00/${'0'.repeat(64)}`, versionId: markerVersionId, size: 5 },
      { name: `packs/11/${'1'.repeat(64)}`, versionId: 'never-given', size: 5 },
    ]),
  );
  const { body } = (await set.snapshots()).at(-1)!;
  const { name } = await put(
    'snapshots',
    sealSnapshot(keys, repositoryId, { parts: [part], body }, (count) => randomBytes(count)),
  );
  return name.slice('snapshots/'.length);
}
