import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BackupFixture, type TestSet } from '../../test/backup/backup-fixture.ts';
import { flip, spoiled } from '../../test/check/spoiled-repository.ts';
import type { DirectoryNode, Entry } from '../model/entry.ts';
import type { SnapshotBody } from '../model/snapshot.ts';
import { asReadOnly } from '../storage/decorators/read-only.ts';
import { realWorld } from '../system/world.ts';
import { pickSmallFile } from './pick-small-file.ts';
import { proveKit } from './prove-kit.ts';

const fixture = new BackupFixture('b2');

async function backedUp(files: Readonly<Record<string, Uint8Array>>): Promise<TestSet> {
  const set = await fixture.newSet();
  mkdirSync(join(set.source, 'folder'), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(set.source, name), bytes);
  await set.backUp();
  return set;
}

const readOnly = ({ repository }: TestSet): TestSet['repository'] => ({
  ...repository,
  store: asReadOnly(repository.store),
});

test('a small file of the newest snapshot comes back, through a store that cannot write', async () => {
  const set = await backedUp({ 'folder/letter': randomBytes(30_000) });
  const proof = await proveKit({ repository: readOnly(set) }, realWorld);
  expect(proof).toMatchObject({
    snapshot: { id: (await set.snapshots()).at(-1)?.id },
    file: { path: join(set.source, 'folder/letter'), bytes: 30_000 },
  });
});

test('where there is nothing small to try, only the snapshot counts', async () => {
  const set = await backedUp({ empty: new Uint8Array(0) });
  const proof = await proveKit({ repository: readOnly(set) }, realWorld);
  expect(proof?.file).toBeUndefined();
  expect(proof?.snapshot.body.statistics.files).toBe(1);
});

test('a damaged or missing pack is no proof', async () => {
  const set = await backedUp({ letter: randomBytes(30_000) });
  const isPack = (name: string): boolean => name.startsWith('packs/');
  const damaged = spoiled(set.repository, {
    bytes: (name, bytes, start) => {
      if (isPack(name)) for (const at of [60, 200, 5_000]) flip(at)(bytes, start);
    },
  });
  const gone = spoiled(set.repository, { gone: isPack });
  for (const repository of [damaged, gone])
    await expect(proveKit({ repository }, realWorld)).rejects.toMatchObject({
      code: expect.stringMatching(/^(object-damaged|object-missing|chunk-missing)$/) as unknown,
    });
});

test('the file is chosen at random, and looking for one ends', async () => {
  const body = { platform: 'linux', roots: [{ path: '/r', node: 'root' }] } as unknown as SnapshotBody;
  const file = (name: string, size: number): Entry =>
    ({ name, type: 'file', size, mode: 0, uid: 0, gid: 0, mtimeNs: '0' }) as Entry;
  const folder = (name: string, node: string): Entry => ({ ...file(name, 0), type: 'directory', node });
  let looked = 0;
  const reading = (nodes: (node: string) => readonly Entry[]): Parameters<typeof pickSmallFile>[1] =>
    ({
      directory: (): Promise<DirectoryNode> => Promise.reject(new Error('not asked')),
      async *entries(node: string) {
        await Promise.resolve();
        looked += 1;
        yield node === 'root' ? [folder('r', 'top')] : nodes(node);
      },
    }) as unknown as Parameters<typeof pickSmallFile>[1];

  const many = Array.from({ length: 20 }, (_, index) => file(`f${index}`, 5));
  const met = new Set<string | undefined>();
  for (let run = 0; run < 40; run += 1)
    met.add(
      (
        await pickSmallFile(
          body,
          reading(() => [...many, file('large', 1e9), file('none', 0)]),
          randomBytes,
        )
      )?.path,
    );
  expect(met.size).toBeGreaterThan(5);
  for (const path of met) expect(path).toMatch(/^\/r\/f\d+$/);

  looked = 0;
  const endless = reading((node) => [folder('a', `${node}a`), folder('b', `${node}b`)]);
  expect(await pickSmallFile(body, endless, randomBytes)).toBeUndefined();
  expect(looked).toBeLessThan(210);
});
