import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lockPolicy } from '../../core/locks/lock-policy.ts';
import { readTimeline } from '../../core/recovery/timeline/read-timeline.ts';
import type { Timeline } from '../../core/recovery/timeline/timeline.ts';
import { flood } from '../../headless/demo/flood.ts';
import { createRepository } from '../../core/repository/create-repository.ts';
import { readObject } from '../../core/repository/read-object.ts';
import { connectStore, type StoreSettings } from '../../core/storage/connect-store.ts';
import { withMeter } from '../../core/storage/decorators/meter.ts';
import { asReadOnly } from '../../core/storage/decorators/read-only.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import { realWorld } from '../../core/system/world.ts';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import { plantVersions } from '../../practice/vault/plant-versions.ts';
import { chunking, protectDays, TestSet } from '../backup/backup-fixture.ts';
import { WatchedStore } from '../backup/watched-store.ts';
import { administer } from '../storage/open-practice-subject.ts';

const dayMs = 86_400_000;
const bucket = 'flooded';
const days = 4;

describe.each(['b2', 's3'] as const)('a flood over %s', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-flood-'));
  const dir = join(folder, 'vault');
  const closing: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const close of closing) await close();
    rmSync(folder, { recursive: true, force: true });
  });

  const settingsOf = (vault: PracticeVault): StoreSettings =>
    kind === 's3'
      ? { kind, endpoint: vault.s3, region: vault.region, bucket }
      : { kind, endpoint: vault.b2, bucket };

  const backUpDaily = async (vault: PracticeVault): Promise<TestSet> => {
    const provisioner = createProvisioner({ kind: 'b2', endpoint: vault.b2, bucket }, vault);
    await provisioner.ensureLockedBucket();
    await provisioner.close();
    const store = new WatchedStore(await connectStore(settingsOf(vault), vault, realWorld));
    const policy = lockPolicy(protectDays);
    const { repository } = await createRepository({
      store,
      prefix: 'mine/',
      master: new Uint8Array(32).fill(7),
      passphrase: undefined,
      policy,
      world: realWorld,
      chunking,
    });
    mkdirSync(join(folder, 'source'));
    const set = new TestSet(store, folder, repository, policy);
    for (let day = 0; day < days; day++) {
      writeFileSync(set.path('diary.txt'), `day ${day}\n`.repeat(500));
      await set.backUp();
      await administer(vault, 'clock', { advanceMs: dayMs });
    }
    set.catalog.close();
    return set;
  };

  const firstAnswer = async (vault: PracticeVault, set: TestSet, extraLooks?: number): Promise<Timeline> => {
    const bare = await connectStore(settingsOf(vault), vault, realWorld);
    const { store, meter } = withMeter(bare);
    const { now } = await bare.providerClock();
    try {
      return await readTimeline(
        { repository: { ...set.repository, store: asReadOnly(store) }, meter, now: () => now },
        { upTo: 'first', ...(extraLooks !== undefined && { extraLooks }) },
      );
    } finally {
      await bare.close();
    }
  };

  test('the first answer costs what is ours and the listing of snapshots/, whatever lies there', async () => {
    let vault = await startPracticeVault({ dir });
    const set = await backUpDaily(vault);
    const snapshots = await set.snapshots();
    const bytesOf = new Map<string, Uint8Array>();
    for (const { id, version } of snapshots)
      bytesOf.set(id, await readObject(set.repository.store, 'mine/', version));
    const ours: string[] = [];
    for await (const page of set.store.listVersions('mine/')) ours.push(...page.map(({ name }) => name));
    const quiet = await firstAnswer(vault, set);
    expect(quiet.proposal?.snapshot).toBe(snapshots.at(-1)!.id);
    const { now } = await set.store.providerClock();
    await administer(vault, 'clock', { advanceMs: dayMs });
    await set.store.close();

    const answers: Timeline[] = [];
    const plan = { repository: set.repository, snapshots, bytesOf, random: realWorld.random };
    const floods = [
      { among: 2_500, elsewhere: 1_000, fakes: 60, sprinkled: 10, attackAt: now, ours },
      { among: 6_000, elsewhere: 0, fakes: 0, sprinkled: 0, attackAt: now + dayMs / 2, ours: [] },
    ];
    for (const one of floods) {
      await vault.close();
      await plantVersions(dir, bucket, flood({ ...plan, ...one }));
      vault = await startPracticeVault({ dir });
      answers.push(await firstAnswer(vault, set));
    }
    const looks = await firstAnswer(vault, set, 400);
    await vault.close();

    const [small, large] = answers;
    for (const answer of [small!, large!, looks]) {
      expect(answer.proposal?.snapshot).toBe(snapshots.at(-1)!.id);
      expect(Math.abs(answer.attackBegan!.at - now)).toBeLessThan(3_600_000);
      const before = answer.snapshots.filter(({ uploadedAt }) => uploadedAt < now);
      expect(before.map(({ id }) => id)).toEqual(snapshots.map(({ id }) => id));
      for (const { marks } of answer.snapshots.slice(days))
        expect(marks.map((mark) => mark.kind)).toContain('after-attack');
    }
    // 64 looks and a batch beyond ours; those sprinkled among ours; for each of ours its lock, and copies above it; pages.
    const pages = Math.ceil((2_500 + 2 * days) / 1_000);
    expect(small!.requests.firstAnswer).toBeLessThanOrEqual(
      quiet.requests.firstAnswer + 64 + 16 + 10 + 9 * days + pages,
    );
    // A flood more than twice as large costs its listing and nothing else.
    expect(large!.requests.firstAnswer - small!.requests.firstAnswer).toBeLessThanOrEqual(8);
    expect(large!.unread.names).toBeGreaterThan(4_000);
    expect(looks.unread.names).toBeLessThan(large!.unread.names);
    const fakes = looks.snapshots.slice(days).map(({ marks }) => marks.map((mark) => mark.kind));
    expect(fakes.flat()).toEqual(expect.arrayContaining(['future-dated', 'back-dated']));
  });
});
