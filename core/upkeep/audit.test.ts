import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { B2Session } from '../../test/acceptance/places/b2-session.ts';
import { BackupFixture, noise, protectDays, type TestSet } from '../../test/backup/backup-fixture.ts';
import { syncCatalog } from '../catalog/sync-catalog.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { lockPolicy } from '../locks/lock-policy.ts';
import { dayMs } from '../locks/period.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import { encodeRetention } from '../locks/retention.ts';
import type { Decision } from '../model/snapshot.ts';
import { connectStore } from '../storage/connect-store.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { createProvisioner } from '../storage/provisioning.ts';
import { realWorld, type World } from '../system/world.ts';
import { audit, type AuditRequest } from './audit.ts';
import type { AuditReport } from './audit-report.ts';
import { renewLocks, workOf } from './renew-locks.ts';
import { survey } from './survey.ts';

const policy = lockPolicy(protectDays);
const oldestOfDay: Decision = {
  at: 0,
  kind: 'retention',
  value: encodeRetention({ all: 0, daily: Number.POSITIVE_INFINITY, weekly: 0, monthly: 0, yearly: 0 }),
};

describe.each(['b2', 's3'] as const)('an audit over %s', (kind) => {
  const fixture = new BackupFixture(kind);
  let b2: B2Session;
  let bucket: { readonly bucketId: string; readonly accountId: string };
  const stores: ObjectStore[] = [];

  beforeAll(async () => {
    b2 = await B2Session.open(fixture.vault.b2, fixture.vault.keyId, fixture.vault.key);
    const { buckets } = await b2.call<{ buckets: readonly { bucketId: string }[] }>('b2_list_buckets', {
      accountId: b2.accountId,
    });
    bucket = { bucketId: buckets[0]!.bucketId, accountId: b2.accountId };
  });
  afterAll(() => Promise.all(stores.map((store) => store.close())));
  afterEach(() =>
    b2.call('b2_update_bucket', {
      ...bucket,
      lifecycleRules: [],
      defaultRetention: { mode: null, period: null },
    }),
  );

  /** As this set's own computer sees it: with a restricted key where there are such. */
  async function ownStore(set: TestSet): Promise<ObjectStore> {
    if (kind === 's3') return set.store;
    const place = { kind: 'b2', endpoint: fixture.vault.b2, bucket: set.store.bucket } as const;
    const label = set.repository.prefix.slice(0, -1);
    const key = await createProvisioner(place, fixture.vault).createKey(
      'backup',
      set.repository.prefix,
      label,
    );
    const store = await connectStore(place, key, realWorld);
    stores.push(store);
    return store;
  }

  async function auditOf(
    set: TestSet,
    more: Partial<AuditRequest> & { readonly store?: ObjectStore; readonly world?: World } = {},
  ): Promise<AuditReport> {
    const { store = await ownStore(set), world = realWorld, ...request } = more;
    const { catalog } = set;
    const repository = { ...set.repository, store };
    const time = await ProviderTime.ask(store, world);
    await syncCatalog(repository, catalog, time.now());
    const upkeep = { repository, catalog, policy, time, world };
    const seen = await survey(repository, catalog, undefined, time.now(), policy.dayMs);
    return await audit(upkeep, {
      survey: seen,
      expected: { space: 'by-hand', strict: false },
      all: false,
      ...request,
    });
  }

  async function backedUp(): Promise<TestSet> {
    const set = await fixture.newSet();
    writeFileSync(set.path('a'), noise(30_000));
    await set.backUp();
    return set;
  }

  const codesOf = ({ findings }: AuditReport): readonly string[] => findings.map(({ code }) => code);
  const about = (report: AuditReport, code: string): readonly string[] =>
    report.findings.find((finding) => finding.code === code)?.objects ?? [];
  const packOf = (set: TestSet): { name: string; versionId: string; size: number } =>
    set.catalog.objects.ofKinds('data')[0]!;

  test('of what is as it was stored finds nothing, and says how it knows each date', async () => {
    const set = await backedUp();
    const report = await auditOf(set);
    expect([codesOf(report), report.verdict, report.state]).toEqual([[], 'clean', 'protected']);
    expect(report.least).toBeGreaterThanOrEqual(report.startedAt + policy.protectMs);
    expect(report.snapshots).toMatchObject([
      {
        complete: true,
        dateDisagrees: false,
        protectedUntil: report.least,
        reasons: expect.any(Array) as unknown,
      },
    ]);
    const objects = report.counts.versions;
    expect(report.dates).toEqual(
      kind === 'b2'
        ? { listing: objects, question: 0, confirmed: 0, sampled: 0 }
        : { listing: 0, question: objects, confirmed: 0, sampled: objects },
    );
    expect(report.calendar.reduce((sum, { objects: of }) => sum + of, 0)).toBe(objects);
    expect(report.calendar.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(report.lockedBytes);
    expect(report.key?.bucket).toBe(kind === 'b2' ? set.store.bucket : undefined);
  });

  test('tells what was hidden, stored over with other bytes or with as many, and what is merely foreign', async () => {
    const set = await backedUp();
    const [snapshot] = await set.snapshots();
    const pack = packOf(set);
    const index = set.catalog.objects.ofKinds('index')[0]!;
    const full = (name: string): string => set.repository.prefix + name;
    const put = (name: string, body: Buffer): Promise<unknown> =>
      fixture.powerful.put({ name: full(name), body, sha256: sha256Hex(body), lockUntil: undefined });
    await fixture.powerful.hide(full(snapshot!.version.name));
    await put(snapshot!.parts[0]!.name, Buffer.from('other bytes'));
    await put(pack.name, noise(pack.size, 99));
    await put(index.name, Buffer.from(await fixture.powerful.get({ ...index, name: full(index.name) })));
    await put('holiday.jpg', Buffer.from('a picture'));
    await put(`packs/00/${'0'.repeat(64)}`, Buffer.from('posing as a pack'));
    await put(`snapshots/${'0'.repeat(64)}`, Buffer.from('posing as a snapshot'));
    const report = await auditOf(set);
    expect([report.verdict, codesOf(report)]).toEqual(['alarms', ['hidden', 'overwritten']]);
    expect(about(report, 'hidden')).toEqual([snapshot!.version.name]);
    expect(about(report, 'overwritten').toSorted()).toEqual([snapshot!.parts[0]!.name, pack.name].toSorted());
    expect([report.state, report.hiddenNeeded]).toEqual(['at-risk', 3]);
    expect(report.counts).toMatchObject({
      markers: 1,
      duplicates: 2,
      foreignVersions: 1,
      foreignNames: 1,
      orphans: 2,
      foreignSnapshots: 1,
    });
  });

  test('tells what is gone, and where that was under a running lock', async () => {
    const set = await backedUp();
    const pack = packOf(set);
    const [list] = (await set.snapshots())[0]!.parts;
    await fixture.moveClock(40 * dayMs);
    await fixture.destroy(set, [pack.name]);
    const report = await auditOf(set);
    expect(codesOf(report)).toEqual(['missing', 'lapsed']);
    expect(about(report, 'missing')).toEqual([pack.name]);
    expect([report.state, report.snapshots[0]?.protectedUntil]).toEqual(['lapsed', 0]);
    set.catalog.objects.confirm(list!, Math.floor(report.finishedAt) + dayMs);
    await fixture.destroy(set, [list!.name]);
    const again = await auditOf(set);
    expect(codesOf(again)).toEqual(['missing', 'lock-broken', 'lapsed']);
    expect(about(again, 'lock-broken')).toEqual([list!.name]);
  });

  test('tells of a list that cannot be read', async () => {
    const set = await backedUp();
    const [list] = (await set.snapshots())[0]!.parts;
    await fixture.moveClock(40 * dayMs);
    await fixture.destroy(set, [list!.name]);
    set.loseCatalog();
    const report = await auditOf(set);
    expect(codesOf(report)).toEqual(['missing', 'list-unreadable', 'lapsed']);
  });

  test('does not mind that the lists of what was let go are given back', async () => {
    const set = await fixture.newSet();
    // Three of one day, also where the test begins just before midnight.
    const { now } = await set.store.providerClock();
    await fixture.moveClock(1.5 * dayMs - (now % dayMs));
    for (const name of ['a', 'b', 'c']) {
      writeFileSync(set.path(name), noise(30_000, name.charCodeAt(0)));
      await set.backUp({ decisions: [oldestOfDay] });
    }
    const [, middle, newest] = await set.snapshots();
    const [list] = middle!.parts;
    expect(newest!.parts.map(({ name }) => name)).not.toContain(list!.name);
    await fixture.moveClock(40 * dayMs);
    await fixture.destroy(set, [list!.name]);
    set.loseCatalog();
    const report = await auditOf(set);
    expect(report.snapshots.map(({ reasons }) => reasons.length > 0)).toEqual([true, false, true]);
    expect(codesOf(report)).toEqual(['lapsed']);
  });

  test('tells of a date that is shorter than the provider had confirmed', async () => {
    const set = await backedUp();
    const pack = packOf(set);
    set.catalog.objects.confirm(pack, (set.catalog.confirmedLease(pack) ?? 0) + dayMs);
    const report = await auditOf(set);
    expect(about(report, 'shortened')).toEqual([pack.name]);
  });

  test('sees locks run down, and one renewal heal it', async () => {
    const set = await backedUp();
    await fixture.moveClock(15 * dayMs);
    const thin = await auditOf(set);
    expect([codesOf(thin), thin.state, thin.verdict]).toEqual([['ending-soon'], 'thinning', 'warnings']);
    await fixture.moveClock(25 * dayMs);
    const lapsed = await auditOf(set);
    expect([codesOf(lapsed), lapsed.state]).toEqual([['lapsed'], 'lapsed']);
    const { catalog, repository, store } = set;
    const time = await ProviderTime.ask(store, realWorld);
    const seen = await survey(repository, catalog, undefined, time.now(), policy.dayMs);
    await renewLocks({ repository, catalog, policy, time, world: realWorld }, workOf(seen, catalog));
    expect(codesOf(await auditOf(set))).toEqual([]);
  });

  test('sees what a guard has lengthened, which this catalog does not know', async () => {
    const set = await backedUp();
    await fixture.moveClock(20 * dayMs);
    const { now } = await set.store.providerClock();
    const until = Math.floor((now + policy.protectMs) / 1000) * 1000;
    for await (const page of set.store.listVersions(set.repository.prefix))
      for (const version of page) await fixture.powerful.renew(version, until);
    const report = await auditOf(set);
    expect([codesOf(report), report.least]).toEqual([[], until]);
    expect(set.catalog.confirmedLease(packOf(set))).toBe(until);
  });

  test('does not take for an attack what Holdfast hid after the lock had ended', async () => {
    const set = await fixture.newSet();
    const packs: string[] = [];
    for (const n of [1, 2, 3]) {
      const before = new Set(set.catalog.objects.ofKinds('data').map(({ name }) => name));
      writeFileSync(set.path('a'), noise(30_000, n));
      await set.backUp({ decisions: [oldestOfDay] });
      packs.push(
        ...set.catalog.objects.ofKinds('data').flatMap(({ name }) => (before.has(name) ? [] : [name])),
      );
      await fixture.moveClock(60_000);
    }
    await fixture.moveClock(40 * dayMs);
    const kept = (await auditOf(set)).snapshots.map(({ reasons }) => reasons.length > 0);
    // The middle one, unless midnight passed meanwhile.
    const letGo = kept.indexOf(false);
    expect(letGo).toBeGreaterThan(0);
    await fixture.powerful.hide(set.repository.prefix + packs[letGo]!);
    const report = await auditOf(set);
    expect(codesOf(report)).toEqual(['lapsed']);
    expect(report.counts.hiddenAfterExpiry).toBe(1);
  });

  test('tells of rules, default retention, key and clock that are not as set up', async () => {
    const set = await backedUp();
    await b2.call('b2_update_bucket', {
      ...bucket,
      lifecycleRules: [{ fileNamePrefix: '', daysFromHidingToDeleting: 1, daysFromUploadingToHiding: null }],
      defaultRetention: { mode: 'compliance', period: { duration: 1, unit: 'days' } },
    });
    expect(codesOf(await auditOf(set, { defaultRetentionBefore: null }))).toEqual([
      'lifecycle',
      'default-retention',
    ]);
    expect(codesOf(await auditOf(set, { expected: { space: 'automatic', strict: false } }))).toEqual([
      'lifecycle',
      'space-rules-missing',
      'default-retention-own',
    ]);
    await b2.call('b2_update_bucket', {
      ...bucket,
      lifecycleRules: [],
      defaultRetention: { mode: null, period: null },
    });
    const powerful = await auditOf(set, { store: fixture.powerful });
    expect(codesOf(powerful)).toEqual(kind === 'b2' ? ['key-too-powerful', 'key-wide'] : []);
    const late = { ...realWorld, now: () => Date.now() - 600_000 };
    expect(codesOf(await auditOf(set, { world: late }))).toEqual(['clock-skew']);
  });

  test('reads no more than its share of what lies over ours, and all of it when asked', async () => {
    const set = await backedUp();
    const pack = packOf(set);
    const name = set.repository.prefix + pack.name;
    const copy = Buffer.from(await fixture.powerful.get({ ...pack, name }));
    for (let n = 0; n < 6; n++)
      await fixture.powerful.put({ name, body: copy, sha256: sha256Hex(copy), lockUntil: undefined });
    const report = await auditOf(set);
    expect([codesOf(report), report.counts.duplicates]).toEqual([['not-compared'], 6]);
    expect(codesOf(await auditOf(set, { all: true }))).toEqual([]);
  });
});
