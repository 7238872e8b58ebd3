import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { homeAt } from '../../core/app/home.ts';
import { readSettings } from '../../core/app/settings.ts';
import type { WrittenReport } from '../../core/contract/recovery-report.ts';
import { sha256Hex } from '../../core/crypto/sha256.ts';
import { noise } from '../backup/backup-fixture.ts';
import { EngineScene } from '../engine/engine-scene.ts';

const source = { kind: 'recovery' } as const;
let scene: EngineScene;
let snapshot = '';
let vault = '';

const folderOf = (name: string): string => {
  const folder = join(scene.folder, name);
  mkdirSync(folder, { recursive: true });
  return folder;
};

async function vaultSays(what: string, init?: RequestInit): Promise<string> {
  const headers = { 'x-practice-admin': '1', 'content-type': 'application/json' };
  return await (await fetch(`${vault}/.practice/${what}`, { headers, ...init })).text();
}

/** @returns id of the plan */
async function planned(to: string): Promise<string> {
  const { plan } = await scene.call('restore.plan', {
    source,
    snapshot,
    paths: [scene.documents],
    destination: join(scene.folder, to),
    conflicts: 'keep-both',
    mapHome: null,
  });
  return plan;
}

/** @returns id of its job */
const start = async (plan: string): Promise<string> => (await scene.call('restore.start', { plan })).id;
const restore = async (to: string): Promise<string> => await start(await planned(to));

async function report(job: string, folder: string): Promise<WrittenReport> {
  const { id } = await scene.call('recover.write-report', { job, folder });
  expect(await scene.ended(id)).toMatchObject({ kind: 'report', set: null, state: 'done' });
  const { report: kept } = await scene.call('restore.report', { job });
  return kept!.written!;
}

beforeAll(async () => {
  scene = await EngineScene.make();
  await scene.setUpMain();
  await scene.write('letter.txt', 'Dear reader');
  await scene.write('large', noise(60_000, 2));
  scene.start();
  await scene.unlock();
  await scene.call('set.change', { set: 'main', change: { sources: [scene.documents] } });
  const { id } = await scene.call('job.start', { set: 'main', kind: 'backup' });
  expect(await scene.ended(id)).toMatchObject({ state: 'done' });
  await scene.call('recover.open-set', { set: 'main' });
  const listed = await scene.call('snapshots.list', { source });
  snapshot = listed.snapshots[0]?.id ?? '';
  vault = (await readSettings(homeAt(scene.appFolder))).store.endpoint;
});
afterAll(() => scene.end());

test('the report of the command line, and the checksums of what is on the disk, as new files each time', async () => {
  const job = await restore('back');
  expect(await scene.ended(job)).toMatchObject({ state: 'done' });
  expect((await scene.call('restore.report', { job })).report).toEqual({ written: null });
  const folder = folderOf('reports');
  const first = await report(job, folder);
  expect(first).toMatchObject({ files: 2, bytes: 60_011, missing: 0, manifest: `${first.file}.sha256` });
  const text = readFileSync(first.file, 'utf8');
  expect(text).toMatch(/^HOLDFAST RESTORE REPORT\n/);
  expect(text).toMatch(/^Did not come back: +nothing$/m);
  expect(text).toMatch(/^By: .* holdfast 0\.0\.1$/m);
  expect(text).toMatch(/^Writes: +0 calls/m);
  const sums = readFileSync(first.manifest!, 'utf8');
  expect(text).toContain(sha256Hex(Buffer.from(sums)));
  expect(sums).toContain(`${sha256Hex(Buffer.from('Dear reader'))}  documents/letter.txt\n`);
  const second = await report(job, folder);
  expect(second.file).toMatch(/ \(2\)\.txt$/);
  expect(readFileSync(first.file, 'utf8')).toBe(text);
  expect(readdirSync(folder)).toHaveLength(4);
});

test('a file that somebody worked on meanwhile is not called restored, and nothing is written', async () => {
  const job = await restore('worked-on');
  await scene.ended(job);
  const path = join(scene.folder, 'worked-on', 'documents', 'letter.txt');
  writeFileSync(path, 'Dear editor');
  const folder = folderOf('none');
  const { id } = await scene.call('recover.write-report', { job, folder });
  expect(await scene.ended(id)).toMatchObject({
    state: 'failed',
    error: { code: 'restored-changed', details: { path, count: 1 } },
  });
  expect(readdirSync(folder)).toEqual([]);
  // As the words say: once more, and what stands in the way stays.
  const again = await restore('worked-on');
  await scene.ended(again);
  expect(await report(again, folder)).toMatchObject({ files: 2, missing: 0 });
  expect(readFileSync(path, 'utf8')).toBe('Dear editor');
});

test('a folder that cannot take it, and a restore that is not known, say so before anything is read', async () => {
  const job = await restore('back');
  await scene.ended(job);
  writeFileSync(join(scene.folder, 'file'), '');
  for (const name of ['file', 'no-such-folder', 'app'])
    expect(
      await scene.refused('recover.write-report', { job, folder: join(scene.folder, name) }),
    ).toMatchObject({ code: 'path-impossible', details: { path: join(scene.folder, name) } });
  expect(await scene.refused('recover.write-report', { job, folder: 'reports' })).toMatchObject({
    code: 'path-impossible',
  });
  expect(
    await scene.refused('recover.write-report', { job: 'f'.repeat(24), folder: folderOf('none') }),
  ).toMatchObject({ code: 'request-invalid' });
});

test('one that is stopped has a report that says so; while it runs there is none', async () => {
  const plan = await planned('cut-short');
  const match = { api: 's3', operation: 'GetObject', key: 'here/packs/' };
  const faults = [{ match, times: 10_000, action: { kind: 'drop-before' } }];
  await vaultSays('faults', { method: 'POST', body: JSON.stringify({ faults }) });
  const job = await start(plan);
  await expect.poll(() => vaultSays('faults')).toMatch(/"fired":[1-9]/);
  const folder = folderOf('unfinished');
  expect(await scene.refused('recover.write-report', { job, folder })).toMatchObject({
    code: 'set-busy',
    details: { kind: 'restore' },
  });
  await scene.call('job.cancel', { job });
  // Although nobody answers yet, and would be asked again for minutes.
  expect(await scene.ended(job)).toMatchObject({ state: 'cancelled' });
  await vaultSays('faults', { method: 'DELETE' });
  const written = await report(job, folder);
  expect(written).toMatchObject({ manifest: null, missing: 0 });
  const text = readFileSync(written.file, 'utf8');
  expect(text).toMatch(/^HOLDFAST RESTORE REPORT: THE RESTORE DID NOT FINISH\n/);
  expect(text).toMatch(/It ended early: It was stopped\.\n.*\n.*Restored once more to the same folder/);
  expect(readdirSync(folder)).toHaveLength(1);
  const again = await restore('cut-short');
  expect(await scene.ended(again)).toMatchObject({ state: 'done' });
  expect(await report(again, folder)).toMatchObject({ files: 2 });
  // What it said of the first try stays.
  expect(readFileSync(written.file, 'utf8')).toBe(text);
});

test('whatever only reads stops at once, although nobody answers', async () => {
  const { plan } = await scene.call('restore.plan', {
    source: { kind: 'set', set: 'main' },
    snapshot,
    paths: [scene.documents],
    destination: join(scene.folder, 'stopped'),
    conflicts: 'skip',
    mapHome: null,
  });
  const faults = [{ match: {}, times: 10_000, action: { kind: 'drop-before' } }];
  const upkeep = async (kind: 'audit' | 'drill'): Promise<string> =>
    (await scene.call('job.start', { set: 'main', kind })).id;
  for (const begin of [
    () => start(plan),
    async () => (await scene.call('recover.timeline', {})).id,
    () => upkeep('audit'),
    () => upkeep('drill'),
  ]) {
    await vaultSays('faults', { method: 'POST', body: JSON.stringify({ faults }) });
    const job = await begin();
    await expect.poll(() => vaultSays('faults')).toMatch(/"fired":[1-9]/);
    await scene.call('job.cancel', { job });
    expect(await scene.ended(job)).toMatchObject({ state: 'cancelled' });
    await vaultSays('faults', { method: 'DELETE' });
  }
});

test('lengthening that is stopped does not wait for a provider that does not answer', async () => {
  await scene.call('recover.choose', { snapshot });
  const faults = [{ match: { key: 'here/' }, times: 10_000, action: { kind: 'drop-before' } }];
  await vaultSays('faults', { method: 'POST', body: JSON.stringify({ faults }) });
  const { id: job } = await scene.call('recover.hold', {});
  await expect.poll(() => vaultSays('faults')).toMatch(/"fired":[1-9]/);
  await scene.call('job.cancel', { job });
  expect(await scene.ended(job)).toMatchObject({ state: 'cancelled' });
  await vaultSays('faults', { method: 'DELETE' });
});

test('what belongs to no recovery has no report', async () => {
  const { plan } = await scene.call('restore.plan', {
    source: { kind: 'set', set: 'main' },
    snapshot,
    paths: [scene.documents],
    destination: join(scene.folder, 'of-the-set'),
    conflicts: 'skip',
    mapHome: null,
  });
  const { id } = await scene.call('restore.start', { plan });
  await scene.ended(id);
  expect((await scene.call('restore.report', { job: id })).report).toBeNull();
  expect(await scene.refused('recover.write-report', { job: id, folder: folderOf('none') })).toMatchObject({
    code: 'request-invalid',
  });
  await scene.call('recover.close', {});
  expect(await scene.refused('recover.write-report', { job: id, folder: folderOf('none') })).toMatchObject({
    code: 'recovery-closed',
  });
});
