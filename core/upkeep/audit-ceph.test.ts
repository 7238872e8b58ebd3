import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useCeph, type Ceph } from '../../test/ceph/start-ceph.ts';
import { laterWorld, TestSet } from '../../test/backup/backup-fixture.ts';
import { WatchedStore } from '../../test/backup/watched-store.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { lockPolicy } from '../locks/lock-policy.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import { createRepository } from '../repository/create-repository.ts';
import { connectStore } from '../storage/connect-store.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { createProvisioner } from '../storage/provisioning.ts';
import { realWorld } from '../system/world.ts';
import { audit } from './audit.ts';
import type { AuditReport } from './audit-report.ts';
import { survey } from './survey.ts';

const found = await useCeph();
const bucket = 'audit-ceph';
const prefix = 'laptop/';
const policy = lockPolicy(30);

describe.skipIf(found.ceph === undefined)('an audit over Ceph', () => {
  let folder: string;
  let store: ObjectStore;
  let set: TestSet;

  beforeAll(async () => {
    const { endpoint, region, keyId, key } = found.ceph as Ceph;
    const settings = { kind: 's3', endpoint, region, bucket } as const;
    folder = mkdtempSync(join(tmpdir(), 'holdfast-audit-ceph-'));
    mkdirSync(join(folder, 'source'));
    writeFileSync(join(folder, 'source', 'a'), 'contents');
    await createProvisioner(settings, { keyId, key }).ensureLockedBucket();
    store = await connectStore(settings, { keyId, key }, realWorld);
    const master = new Uint8Array(32).fill(7);
    const passphrase = undefined;
    const made = { store, prefix, master, passphrase, policy, world: realWorld };
    const { repository } = await createRepository(made);
    set = new TestSet(new WatchedStore(store), folder, repository, policy);
    await set.backUp();
  });
  afterAll(async () => {
    set.catalog.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function auditNow(all: boolean): Promise<AuditReport> {
    const { repository, catalog } = set;
    const time = await ProviderTime.ask(store, realWorld);
    const seen = await survey(repository, catalog, undefined, time.now(), policy.dayMs);
    return await audit(
      { repository, catalog, policy, time, world: laterWorld, signal: undefined },
      { survey: seen, expected: { space: 'by-hand', strict: false }, all },
    );
  }

  test('finds nothing where nothing is wrong, by asking for every date', async () => {
    const report = await auditNow(true);
    expect([report.findings, report.state]).toEqual([[], 'protected']);
    expect(report.dates).toMatchObject({ listing: 0, confirmed: 0, question: report.counts.versions });
    expect(report.bucketState).toMatchObject({ lockEnabled: true, versioning: true, lifecycle: [] });
  });

  test('sees a delete marker and other bytes over what is needed', async () => {
    const pack = set.catalog.objects.ofKinds('data')[0]!;
    const snapshot = set.catalog.objects.ofKinds('snapshot')[0]!;
    await store.hide(prefix + pack.name);
    const body = Buffer.from('other bytes');
    const sha256 = sha256Hex(body);
    await store.put({ name: prefix + snapshot.name, body, sha256, lockUntil: undefined });
    const { findings, hiddenNeeded } = await auditNow(false);
    expect(findings.map(({ code, objects }) => [code, objects])).toEqual([
      ['hidden', [pack.name]],
      ['overwritten', [snapshot.name]],
    ]);
    expect(hiddenNeeded).toBe(2);
  });
});
