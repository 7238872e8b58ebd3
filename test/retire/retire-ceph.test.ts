import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256Hex } from '../../core/crypto/sha256.ts';
import { lockPolicy } from '../../core/locks/lock-policy.ts';
import { createRepository } from '../../core/repository/create-repository.ts';
import { connectStore } from '../../core/storage/connect-store.ts';
import type { ObjectStore } from '../../core/storage/object-store.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import { realWorld } from '../../core/system/world.ts';
import type { RetireReport } from '../../core/upkeep/retire-report.ts';
import { TestSet, chunking } from '../backup/backup-fixture.ts';
import { WatchedStore } from '../backup/watched-store.ts';
import { useCeph, type Ceph } from '../ceph/start-ceph.ts';
import { backUpOnly, hiddenNames, listed, retireSet } from './retire-fixture.ts';

/*
 * A real server, whose clock cannot be moved: a "day" of the policy lasts two seconds, one of the server's lifecycle
 * ten (rgw_lc_debug_interval).
 */
const policy = lockPolicy(10, 2_000);

const found = await useCeph();
describe.skipIf(found.ceph === undefined)(
  `retirement on Ceph RGW${found.ceph === undefined ? ` (skipped: ${found.reason})` : ''}`,
  { timeout: 400_000 },
  () => {
    const { endpoint, region, keyId, key } = found.ceph as Ceph;
    const place = { kind: 's3', endpoint, region, bucket: `retired-${Date.now()}` } as const;
    const provisioner = createProvisioner(place, { keyId, key });
    let folder: string;
    let store: ObjectStore;
    const sets: TestSet[] = [];
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'holdfast-retire-'));
      await provisioner.ensureLockedBucket();
      store = await connectStore(place, { keyId, key }, realWorld);
    });
    afterAll(async () => {
      for (const { catalog } of sets) catalog.close();
      await store.close();
      await provisioner.close();
      rmSync(folder, { recursive: true });
    });

    const newSet = async (name: string): Promise<TestSet> => {
      const watched = new WatchedStore(store);
      const { repository } = await createRepository({
        store: watched,
        prefix: `${name}/`,
        master: new Uint8Array(32).fill(name.length),
        passphrase: undefined,
        policy,
        world: realWorld,
        chunking,
      });
      mkdirSync(join(folder, name, 'source'), { recursive: true });
      const set = new TestSet(watched, join(folder, name), repository, policy);
      sets.push(set);
      return set;
    };

    /** What only the first of two snapshots needs, and the passes until something was given back. */
    const retired = async (
      set: TestSet,
      options: Parameters<typeof retireSet>[1],
    ): Promise<{ own: readonly string[]; passes: readonly RetireReport[] }> => {
      await backUpOnly(set, 'a', policy);
      const needsOfFirst = [...(await listed(set)).keys()].filter((name) => /^(packs|lists|snap)/.test(name));
      await backUpOnly(set, 'b', policy);
      const passes: RetireReport[] = [];
      await eventually(async () => {
        passes.push(await retireSet(set, { ...options, policy }));
        return passes.at(-1)!.done.names > 0;
      });
      return { own: needsOfFirst.toSorted(), passes };
    };

    const expectTwoPasses = (passes: readonly RetireReport[]): void => {
      expect(passes.every(({ stopped, refused }) => stopped === undefined && refused.length === 0)).toBe(
        true,
      );
      expect(passes[0]).toMatchObject({ due: [], waiting: [] });
      expect(passes[0]!.stillLocked.names).toBeGreaterThan(0);
      const first = passes.find(({ waiting }) => waiting.length > 0)!;
      expect(passes.at(-1)!.at - first.at).toBeGreaterThanOrEqual(policy.dayMs);
    };

    test.concurrent('hides what is needed no more, and only that', async () => {
      const set = await newSet('hidden');
      const { own, passes } = await retired(set, { how: 'hide' });
      expectTwoPasses(passes);
      await eventually(async () => {
        await retireSet(set, { how: 'hide', policy });
        return (await hiddenNames(set)).length >= own.length;
      });
      expect((await hiddenNames(set)).toSorted()).toEqual(own);
      await set.restore();
    });

    test.concurrent('by hand it deletes in batches what is needed no more, and only that', async () => {
      const set = await newSet('deleted');
      const { own, passes } = await retired(set, { how: 'delete', maintenance: store });
      expectTwoPasses(passes);
      await eventually(async () => {
        await retireSet(set, { how: 'delete', maintenance: store, policy });
        const left = await listed(set);
        return own.every((name) => !left.has(name));
      });
      expect(await hiddenNames(set)).toEqual([]);
      await set.restore();
    });

    test.concurrent(
      'the rule deletes what was hidden and is unlocked, and never what is locked',
      async () => {
        await provisioner.setSpaceRules('ruled/', 'automatic');
        await hurry();
        const put = async (name: string, lockUntil: number | undefined): Promise<string> => {
          const body = Buffer.from(name);
          await store.put({ name: `ruled/${name}`, body, sha256: sha256Hex(body), lockUntil });
          await store.hide(`ruled/${name}`);
          return `ruled/${name}`;
        };
        const until = Math.floor(Date.now() / 1000) * 1000 + 3_600_000;
        const locked = [await put('packs/a-locked', until), await put('packs/z-locked', until)];
        const free = await put('packs/b-free', undefined);
        const snapshot = await put('snapshots/free', undefined);
        const objects = async (): Promise<readonly string[]> => {
          const names: string[] = [];
          for await (const page of store.listVersions('ruled/'))
            names.push(...page.filter(({ kind }) => kind === 'object').map(({ name }) => name));
          return names;
        };
        await eventually(async () => !(await objects()).includes(free));
        // Another round, since the one that was seen may not have come to the last name.
        const second = await put('packs/c-free', undefined);
        await eventually(async () => !(await objects()).includes(second));
        expect(await objects()).toEqual([...locked, snapshot]);
      },
    );

    /** Our own rules as set-up makes them, but for one day instead of seven. */
    async function hurry(): Promise<void> {
      const client = new S3Client({
        endpoint,
        region,
        forcePathStyle: true,
        credentials: { accessKeyId: keyId, secretAccessKey: key },
      });
      const Bucket = place.bucket;
      const { Rules = [] } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      expect(Rules.map((rule) => rule.NoncurrentVersionExpiration?.NoncurrentDays)).toEqual([7, 7, 7, 7]);
      await client.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: {
            Rules: Rules.map((rule) => ({ ...rule, NoncurrentVersionExpiration: { NoncurrentDays: 1 } })),
          },
        }),
      );
      client.destroy();
    }
  },
);

/** The server decides when; its clock cannot be moved. */
async function eventually(happened: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await happened()) return;
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  throw new Error('did not happen in two minutes');
}
