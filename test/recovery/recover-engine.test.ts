import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { homeAt } from '../../core/app/home.ts';
import { kitOfHome } from '../../core/app/kit/kit-of-home.ts';
import { renderKitText } from '../../core/app/kit/render-kit-text.ts';
import { readSettings } from '../../core/app/settings.ts';
import type { SecretForm } from '../../core/contract/secrets.ts';
import type { StoreCredentials } from '../../core/storage/connect-store.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import { realWorld } from '../../core/system/world.ts';
import { openPractice } from '../../practice/thread/open-practice.ts';
import { EngineScene, passphrase } from '../engine/engine-scene.ts';

/** The computer that was attacked, and another one that has nothing but the kit. */
let owned: EngineScene;
let clean: EngineScene;
let kit = '';
let words: readonly string[] = [];
const keys: Partial<Record<'read' | 'maintenance', StoreCredentials>> = {};
const snapshots: string[] = [];
const recovery = { kind: 'recovery' } as const;

async function backUp(): Promise<void> {
  const { id } = await owned.call('job.start', { set: 'main', kind: 'backup' });
  expect(await owned.ended(id)).toMatchObject({ state: 'done' });
  const listed = await owned.call('snapshots.list', { source: { kind: 'set', set: 'main' } });
  snapshots.push(listed.snapshots[0]?.id ?? '');
}

async function makeKeys(): Promise<void> {
  const home = homeAt(owned.appFolder);
  const vault = await openPractice(home.practice);
  try {
    const { store, prefix } = await readSettings(home);
    const provisioner = createProvisioner({ ...store, endpoint: vault.b2 }, vault);
    for (const role of ['read', 'maintenance'] as const)
      keys[role] = await provisioner.createKey(role, prefix, role);
    await provisioner.close();
  } finally {
    await vault.close();
  }
}

/** As the window for secrets does. */
async function give(request: string, values: Readonly<Record<string, unknown>>): Promise<SecretForm> {
  const reply = await clean.engine!.secretCall('secret.give', { request, values });
  if (!reply.ok) throw new Error(reply.error.words);
  return reply.value as SecretForm;
}

async function typeMaintenanceKey(): Promise<void> {
  const { request } = await clean.call('secret.request', { purpose: 'maintenance-key', set: null });
  expect(await give(request, { ...keys.maintenance })).toMatchObject({ step: 'done', error: null });
  await clean.call('secret.outcome', { request });
}

beforeAll(async () => {
  owned = await EngineScene.make();
  await owned.setUpMain();
  await owned.write('letter.txt', 'Dear reader');
  await makeKeys();
  owned.start();
  await owned.unlock();
  await owned.call('set.change', { set: 'main', change: { sources: [owned.documents] } });
  await backUp();
  await owned.write('letter.txt', 'Dear reader, once more');
  await backUp();
  const found = await kitOfHome(homeAt(owned.appFolder), () => Promise.resolve(passphrase), realWorld);
  ({ words } = found);
  kit = renderKitText({ kit: found, madeOn: new Date(0), program: 'holdfast 0' });
  const { id } = await owned.call('practice.attack', { set: 'main', kind: 'hide' });
  await owned.ended(id);
  clean = await EngineScene.make();
  clean.start();
});
afterAll(async () => {
  await clean.end();
  await owned.end();
});

test('nothing is open at first, and what needs a recovery says so', async () => {
  expect(await clean.call('recover.view', {})).toMatchObject({ open: false, place: null, timeline: null });
  for (const call of ['recover.timeline', 'recover.hold', 'recover.clean-plan'] as const)
    expect(await clean.refused(call, {})).toMatchObject({ code: 'recovery-closed' });
  expect(await clean.refused('secret.request', { purpose: 'maintenance-key', set: null })).toMatchObject({
    code: 'request-invalid',
  });
  await clean.call('recover.close', {});
});

test('the kit and a read key open it, typed in a window of their own; a wrong key does not', async () => {
  const { request } = await clean.call('secret.request', { purpose: 'recovery', set: null });
  expect(await give(request, { words: kit })).toMatchObject({ step: 'key' });
  const wrong = await give(request, { ...keys.read, key: 'K000wrong' });
  expect(wrong).toMatchObject({ step: 'key', error: { code: 'key-invalid' } });
  expect(await clean.call('recover.view', {})).toMatchObject({ open: false });
  expect(await give(request, { ...keys.read })).toMatchObject({ step: 'done' });
  expect(await clean.call('secret.outcome', { request })).toEqual({ outcome: 'given' });
  expect(await clean.call('recover.view', {})).toMatchObject({
    open: true,
    place: 'engine-bucket/here/',
    writes: 0,
    chosen: null,
  });
  expect((await clean.call('app.state', {})).recoveryOpen).toBe(true);
});

test('the timeline tells when the attack began, and proposes the last backup before it', async () => {
  const { id } = await clean.call('recover.timeline', {});
  expect(await clean.refused('recover.timeline', {})).toMatchObject({ code: 'set-busy' });
  expect(await clean.ended(id)).toMatchObject({ state: 'done', figures: { snapshots: 2, attack: 1 } });
  const { timeline, chosen, writes } = await clean.call('recover.view', {});
  expect(timeline).toMatchObject({
    final: true,
    proposal: { snapshot: snapshots[1], runnerUp: snapshots[0] },
    notLookedAt: [],
  });
  expect(timeline?.attackBegan?.words).toMatch(/hid/);
  expect(timeline?.evidence.map(({ kind }) => kind)).toContain('hidden');
  expect(timeline?.activity.reduce((sum, { hostile }) => sum + hostile, 0)).toBeGreaterThan(3);
  expect(timeline?.snapshots.map((row) => [row.id, row.intact, row.protectedUntil !== null])).toEqual(
    snapshots.map((one) => [one, true, true]),
  );
  expect([chosen, writes]).toEqual([snapshots[1], 0]);
});

test('what was hidden is looked into and restored all the same, and nothing is written to the bucket', async () => {
  const [snapshot = ''] = snapshots;
  const path = join(owned.documents, 'letter.txt');
  expect(await clean.call('snapshots.list', { source: recovery })).toMatchObject({
    snapshots: [{ id: snapshots[1] }, { id: snapshots[0] }],
  });
  expect(await clean.call('file.preview', { source: recovery, snapshot, path })).toMatchObject({
    text: 'Dear reader',
  });
  const destination = join(clean.folder, 'back');
  const plan = await clean.call('restore.plan', {
    source: recovery,
    snapshot,
    paths: [path],
    destination,
    conflicts: 'skip',
    mapHome: null,
  });
  const { id } = await clean.call('restore.start', { plan: plan.plan });
  expect(await clean.ended(id)).toMatchObject({
    state: 'done',
    set: null,
    figures: { files: 1, problems: 0 },
  });
  expect(readFileSync(join(destination, 'letter.txt'), 'utf8')).toBe('Dear reader');
  expect(await clean.call('recover.view', {})).toMatchObject({ writes: 0 });
});

test('locks that are long enough already are left as they are', async () => {
  expect(await clean.refused('recover.choose', { snapshot: 'f'.repeat(64) })).toMatchObject({
    code: 'snapshot-unknown',
  });
  expect(await clean.call('recover.choose', { snapshot: snapshots[0] ?? '' })).toMatchObject({
    chosen: snapshots[0],
  });
  const { id } = await clean.call('recover.hold', {});
  const end = await clean.ended(id);
  expect([end.state, end.error?.code, end.figures]).toMatchObject(['done', undefined, { lengthened: 0 }]);
});

test('cleaning takes the markers away with a key that was typed for it, and counts what it wrote', async () => {
  const plan = await clean.call('recover.clean-plan', {});
  expect(plan.markers).toBeGreaterThan(3);
  expect(await clean.refused('recover.clean', { plan: 'another' })).toMatchObject({
    code: 'request-invalid',
  });
  expect(await clean.refused('recover.clean', { plan: plan.plan })).toMatchObject({ code: 'secret-missing' });
  await typeMaintenanceKey();
  const { id } = await clean.call('recover.clean', { plan: plan.plan });
  expect(await clean.ended(id)).toMatchObject({
    state: 'done',
    figures: { removed: plan.markers, stillMarked: 0 },
  });
  expect((await clean.call('recover.view', {})).writes).toBeGreaterThan(0);
  expect(await clean.call('recover.clean-plan', {})).toMatchObject({ markers: 0 });
});

test('closing drops it; none of the secrets was ever told to a window', async () => {
  const view = JSON.stringify(await clean.call('recover.view', {}));
  await clean.call('recover.close', {});
  expect(await clean.call('recover.view', {})).toMatchObject({ open: false, timeline: null, writes: 0 });
  expect(await clean.refused('snapshots.list', { source: recovery })).toMatchObject({
    code: 'recovery-closed',
  });
  const told = view + JSON.stringify(clean.messages);
  expect(told).not.toContain(words.join(' '));
  for (const key of Object.values(keys)) expect(told).not.toContain(key.key);
});
