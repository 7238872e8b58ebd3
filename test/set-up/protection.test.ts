import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { homeAt } from '../../core/app/home.ts';
import { readDecisions, writeDecisions } from '../../core/app/own-decisions.ts';
import type { ProtectionView, Retention } from '../../core/contract/protection.ts';
import { suspicionsIn, toleratedIn, withSuspicion } from '../../core/locks/suspicion.ts';
import { dayMs } from '../../core/locks/period.ts';
import { SetUpScene } from './set-up-scene.ts';

const set = 'main';
let scene: SetUpScene;

beforeAll(async () => {
  scene = await SetUpScene.make();
  await scene.fill(scene.b2(), scene.powerful);
  await scene.commit();
  await scene.ended(({ kind }) => kind === 'backup');
});
afterAll(() => scene.end());

const view = (): Promise<ProtectionView> => scene.call('protection.view', { set });
const onlyOne = async (): Promise<ProtectionView['snapshots'][number]> => {
  const { snapshots } = await view();
  expect(snapshots).toHaveLength(1);
  return snapshots[0]!;
};
const lean: Retention = { all: 1, daily: 7, weekly: null, monthly: null, yearly: null };

test('a set that was just backed up: locked for the whole period, kept, and nothing found', async () => {
  const seen = await view();
  expect(seen).toMatchObject({
    protectDays: 30,
    suspicions: [],
    audit: null,
    proofs: { lockHalf: null, keyHalf: null },
    drill: null,
    space: 'by-hand',
    retention: { all: 1, daily: 30, weekly: 90, monthly: 365, yearly: 'forever' },
  });
  expect(seen.promise - seen.now).toBe(30 * dayMs);
  const [row] = seen.snapshots;
  expect(row).toMatchObject({ files: 1, complete: true, kept: true, pinned: false, marks: [], lockShare: 1 });
  expect(row!.protectedUntil! - seen.now).toBeGreaterThan(30 * dayMs - 60_000);
});

test('a pin keeps a snapshot, and is taken back', async () => {
  const { id } = await onlyOne();
  await scene.call('protection.pin', { set, snapshot: id, pinned: true });
  expect(await scene.ended(({ kind }) => kind === 'renew')).toMatchObject({ state: 'done' });
  expect(await onlyOne()).toMatchObject({ pinned: true });
  await scene.call('protection.pin', { set, snapshot: id, pinned: false });
  expect(await onlyOne()).toMatchObject({ pinned: false });
  const unknown = '0'.repeat(64);
  const refusal = await scene.refused('protection.pin', { set, snapshot: unknown, pinned: true });
  expect(refusal.code).toBe('snapshot-unknown');
});

describe('the period', () => {
  test('beyond 90 days is said twice', async () => {
    const refusal = await scene.refused('protection.change', { set, protectDays: 120, again: null });
    expect(refusal.code).toBe('request-invalid');
    expect(await scene.refused('protection.change', { set, protectDays: 120, again: 102 })).toMatchObject({
      code: 'request-invalid',
    });
    expect((await view()).protectDays).toBe(30);
  });

  test('a longer one lengthens what is there at once', async () => {
    await scene.call('protection.change', { set, protectDays: 120, again: 120 });
    const job = await scene.ended(({ kind, figures }) => kind === 'renew' && (figures['renewed'] ?? 0) > 0);
    expect(job).toMatchObject({ state: 'done' });
    const seen = await view();
    expect(seen.protectDays).toBe(120);
    expect(seen.snapshots[0]!.protectedUntil! - seen.now).toBeGreaterThan(120 * dayMs - 60_000);
  });

  test('a shorter one leaves the locks that are set', async () => {
    await scene.call('protection.change', { set, protectDays: 7, again: null });
    const seen = await view();
    expect(seen.protectDays).toBe(7);
    expect(seen.snapshots[0]!.protectedUntil! - seen.now).toBeGreaterThan(119 * dayMs);
  });
});

test('while a restore runs for long another period holds at once, and a key is not replaced under it', async () => {
  const { id } = await onlyOne();
  const plan = await scene.call('restore.plan', {
    source: { kind: 'set', set },
    snapshot: id,
    paths: [scene.documents],
    destination: join(scene.folder, 'restored'),
    conflicts: 'keep-both',
    mapHome: null,
  });
  const operation = 'b2_download_file_by_id';
  await scene.faults({ match: { operation }, times: 500, action: { kind: 'status', status: 503 } });
  const { id: restore } = await scene.call('restore.start', { plan: plan.plan });
  await scene.call('protection.change', { set, protectDays: 14, again: null });
  const typed = await scene.give(await scene.ask('replace-key', set), { keyId: 'a', key: 'b' });
  expect(typed).toMatchObject({ step: 'key', error: { code: 'set-busy' } });
  const { jobs } = await scene.call('app.state', {});
  expect(jobs.find((job) => job.id === restore)).toMatchObject({ state: 'running' });
  await scene.faults();
  expect(await scene.ended((job) => job.id === restore)).toMatchObject({ state: 'done' });
  expect((await view()).protectDays).toBe(14);
});

test('a pin that is set as a run begins which does not know of it is refused, not forgotten', async () => {
  const { id } = await onlyOne();
  await writeFile(join(scene.documents, 'photo.raw'), randomBytes(100_000));
  const operation = 'b2_upload_file';
  await scene.faults({ match: { operation }, times: 500, action: { kind: 'status', status: 503 } });
  const pinning = scene.refused('protection.pin', { set, snapshot: id, pinned: true });
  const { id: backup } = await scene.call('job.start', { set, kind: 'backup' });
  expect(await pinning).toMatchObject({ code: 'set-busy', details: { kind: 'backup' } });
  await scene.call('job.cancel', { job: backup });
  expect(await scene.ended((job) => job.id === backup)).toMatchObject({ state: 'cancelled' });
  await scene.faults();
  expect(await onlyOne()).toMatchObject({ pinned: false });
});

test('the forecast grows with the period, for this very set', async () => {
  const { points, churnShare } = await scene.call('protection.forecast', { set });
  const stored = points.map(({ storedBytes }) => storedBytes);
  expect(stored).toEqual(stored.toSorted((a, b) => a - b));
  expect(points.map(({ days }) => days)).toContain(14);
  expect(churnShare).toBe(0.01);
});

test('retention is shown before it is changed, with a picture of a year', async () => {
  const preview = await scene.call('retention.preview', { set, retention: lean });
  expect(preview).toMatchObject({ kept: 1, dropped: [] });
  expect(preview.picture).toHaveLength(365);
  expect(preview.picture.filter(({ kept }) => kept).map(({ daysAgo }) => daysAgo)).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7,
  ]);
  expect(preview.waitsUntil).toBeGreaterThan((await view()).now + 6 * dayMs);
  await scene.call('retention.change', { set, retention: lean });
  expect((await view()).retention).toEqual(lean);
});

test('the report is a new page each time', async () => {
  const folder = join(scene.folder, 'reports');
  await mkdir(folder);
  const first = await scene.call('protection.report', { set, folder });
  const before = await readFile(first.file, 'utf8');
  const second = await scene.call('protection.report', { set, folder });
  expect(second.file).not.toBe(first.file);
  expect(await readFile(first.file, 'utf8')).toBe(before);
  expect(before).toContain('audit of the locks');
  expect(await readdir(folder)).toHaveLength(2);
  expect((await view()).audit).toMatchObject({ verdict: 'clean' });
  const missing = await scene.refused('protection.report', { set, folder: join(folder, 'nowhere') });
  expect(missing.code).toBe('path-impossible');
});

describe('a suspicion', () => {
  const srvGone = { code: 'signal-set-up', changes: [{ code: 'root-gone', name: '/srv' }] } as const;
  const suspect = async (): Promise<number> => {
    const home = homeAt(scene.appFolder);
    const since = (await onlyOne()).at + 1;
    const signals = [
      { kind: 'incompressible', figure: 90, words: '90 files look encrypted.', files: ['/a'] },
      { kind: 'set-up', figure: 1, words: '/srv is no longer backed up.', said: srvGone, files: [] },
    ];
    const found = { since, verdict: 'suspected', signals };
    await writeDecisions(home, withSuspicion((await readDecisions(home)) ?? [], found, since).list);
    return since;
  };
  const decided = async (): ReturnType<typeof readDecisions> => await readDecisions(homeAt(scene.appFolder));

  test('is shown with its evidence and the last clean snapshot', async () => {
    const since = await suspect();
    const { suspicions, snapshots } = await view();
    expect(suspicions).toMatchObject([
      {
        since,
        lastClean: snapshots[0]!.id,
        signals: [
          { words: '90 files look encrypted.', said: null, files: ['/a'] },
          { kind: 'set-up', said: srvGone },
        ],
      },
    ]);
  });

  test('"it was me" clears it and teaches the threshold', async () => {
    const since = await suspect();
    await scene.call('suspicion.clear', { set, since, why: 'it-was-me' });
    expect((await view()).suspicions).toEqual([]);
    expect(toleratedIn((await decided()) ?? [])).toHaveLength(1);
    expect((await scene.refused('suspicion.clear', { set, since, why: 'it-was-me' })).code).toBe(
      'request-invalid',
    );
  });

  test('"recovered" closes it and teaches nothing', async () => {
    const since = await suspect();
    await scene.call('suspicion.clear', { set, since, why: 'recovered' });
    expect(suspicionsIn((await decided()) ?? [])).toEqual([]);
    expect(toleratedIn((await decided()) ?? [])).toHaveLength(1);
    expect((await decided())?.some(({ kind }) => kind === 'attack-over')).toBe(true);
  });
});

test('without the provider, what was seen last is shown; what must ask says so', async () => {
  const before = await view();
  await scene.vault.close();
  expect(before.seenAt).toBeNull();
  const { now, promise, seenAt, ...rest } = await view();
  expect({ ...before, ...rest }).toEqual(before);
  expect(seenAt).toBeLessThanOrEqual(Date.now());
  // What was locked until a day that came meanwhile is not shown as locked.
  expect(now - before.now).toBe(promise - before.promise);
  expect(now).toBeGreaterThan(before.now);
  expect((await scene.refused('protection.forecast', { set })).code).toBe('network-unreachable');
  await scene.restart();
  expect((await scene.refused('protection.view', { set })).code).toMatch(/network-unreachable|set-locked/);
});
