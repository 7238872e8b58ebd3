import { readdirSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEngine } from '../../core/app/service/start-engine.ts';
import { EngineScene, passphrase } from './engine-scene.ts';

let scene: EngineScene;
beforeEach(async () => {
  scene = await EngineScene.make();
});
afterEach(() => scene.end());

test('an engine that falls answers what was open and all that is asked later, and says that it ended', async () => {
  const engine = startEngine({
    entry: new URL('./dying-thread.ts', import.meta.url),
    data: { appFolder: scene.appFolder, version: '0', shell: 'loopback', keychain: false },
  });
  const [first, second] = await Promise.all([
    engine.call('app.state', {}, 'ipc'),
    engine.secretCall('secret.form', {}),
  ]);
  expect([first, second]).toMatchObject([
    { ok: false, error: { code: 'engine-stopped' } },
    { ok: false, error: { code: 'engine-stopped' } },
  ]);
  expect(await engine.ended).toBe('failed');
  expect(await engine.call('app.state', {}, 'ipc')).toMatchObject({ error: { code: 'engine-stopped' } });
  await engine.stop();
});

test('an engine that does not hear that it is to stop is ended all the same', async () => {
  const engine = startEngine({
    entry: new URL('./deaf-thread.ts', import.meta.url),
    data: { appFolder: scene.appFolder, version: '0', shell: 'loopback', keychain: false },
    windUpMs: 1,
  });
  const open = engine.call('app.state', {}, 'ipc');
  await engine.stop();
  expect([await engine.ended, await open]).toMatchObject(['stopped', { error: { code: 'engine-stopped' } }]);
});

test('a second engine over the same folder says whose it is, the first goes on, and after it the second works', async () => {
  scene.start();
  await scene.call('app.state', {});
  const second = startEngine({
    entry: new URL('../../headless/engine-thread.ts', import.meta.url),
    data: { appFolder: scene.appFolder, version: '0', shell: 'loopback', keychain: false },
  });
  expect(await second.call('app.state', {}, 'ipc')).toMatchObject({
    ok: false,
    error: { code: 'home-busy', details: { pid: String(process.pid) } },
  });
  expect((await scene.call('app.state', {})).sets).toEqual([]);
  await scene.engine?.stop();
  expect(await second.call('app.state', {}, 'ipc')).toMatchObject({ ok: true, value: { sets: [] } });
  await second.stop();
});

test('app.json that cannot be read is set aside, said, and the defaults hold until they are changed', async () => {
  await mkdir(scene.appFolder, { recursive: true });
  writeFileSync(join(scene.appFolder, 'app.json'), '{"version":1,"settings":{"language":"kl');
  scene.start();
  const state = await scene.call('app.state', {});
  expect(state.settings).toMatchObject({ language: 'system', startAtLogin: false });
  expect(await readFile(state.settingsLost ?? '', 'utf8')).toContain('"kl');
  await scene.call('app.change', { language: 'de', startAtLogin: true });
  expect(scene.messages).toContainEqual({ kind: 'wish', wish: { kind: 'start-at-login', on: true } });
  await scene.engine?.stop();
  scene.start();
  expect(await scene.call('app.state', {})).toMatchObject({
    settings: { language: 'de', startAtLogin: true },
    settingsLost: null,
  });
});

test('set.json that cannot be read is set aside with a notice, and the set goes on without sources', async () => {
  await scene.setUpMain();
  writeFileSync(join(scene.appFolder, 'set.json'), JSON.stringify({ version: 1, settings: { name: 3 } }));
  scene.start();
  const { sets, notices } = await scene.call('app.state', {});
  expect(sets).toMatchObject([{ id: 'main', name: 'This computer' }]);
  expect(notices).toMatchObject([{ kind: 'settings-lost', set: 'main' }]);
  expect(readdirSync(scene.appFolder).some((name) => name.startsWith('set.json.broken-'))).toBe(true);
  expect((await scene.call('set.overview', { set: 'main' })).needs.map(({ kind }) => kind)).toContain(
    'no-sources',
  );
});

test('a damaged settings.json is told in its own words, and the program goes on', async () => {
  await scene.setUpMain();
  writeFileSync(join(scene.appFolder, 'settings.json'), '{"version":9}');
  scene.start();
  expect((await scene.call('app.state', {})).sets).toMatchObject([{ id: 'main', state: 'unknown' }]);
  expect(await scene.refused('set.overview', { set: 'main' })).toMatchObject({
    code: 'home-damaged',
    words: expect.stringContaining('newer Holdfast') as unknown,
  });
});

test('a set of which the disk does not give all, or whose settings are damaged, keeps no other from its work', async () => {
  await scene.setUpMain();
  await scene.setUpFurther('other', 'words of its own');
  await mkdir(join(scene.appFolder, 'upkeep.json'));
  scene.start();
  const ids = async (): Promise<unknown> =>
    (await scene.call('app.state', {})).sets.map(({ id, pausedUntil }) => [id, pausedUntil !== null]);
  expect(await ids()).toEqual([
    ['main', false],
    ['other', false],
  ]);
  expect((await scene.call('set.overview', { set: 'other' })).summary.id).toBe('other');
  writeFileSync(join(scene.appFolder, 'settings.json'), '{"version":9}');
  expect(await scene.refused('set.pause', { set: null, how: 'hour' })).toMatchObject({
    code: 'home-damaged',
  });
  expect(await ids()).toEqual([
    ['main', false],
    ['other', true],
  ]);
});

test('a run that the end of the computer cut short shows as such; a damaged list of runs is begun anew', async () => {
  await scene.setUpMain();
  scene.start();
  // A backup that broke off is no trouble of a set that makes none.
  await scene.call('set.change', { set: 'main', change: { sources: [scene.documents] } });
  await scene.call('activity.runs', { set: 'main', offset: 0, limit: 1 });
  await scene.engine?.stop();
  const path = join(scene.appFolder, 'runs.sqlite');
  const database = new Database(path);
  const row = { id: 'a', kind: 'backup', startedAt: 5, seconds: 0, result: 'failed', figures: {}, words: '' };
  database
    .prepare("INSERT INTO run (id, kind, ended, row) VALUES ('a', 'backup', 0, ?)")
    .run(JSON.stringify(row));
  database.close();
  scene.start();
  expect(await scene.call('activity.runs', { set: 'main', offset: 0, limit: 1 })).toMatchObject({
    total: 1,
    runs: [{ id: 'a', result: 'failed', error: { code: 'run-cut' } }],
  });
  expect((await scene.call('set.overview', { set: 'main' })).needs).toContainEqual(
    expect.objectContaining({
      kind: 'trouble',
      error: expect.objectContaining({ code: 'run-cut' }) as unknown,
    }),
  );
  await scene.engine?.stop();
  writeFileSync(path, 'no database at all, but long enough to be looked at as if it were one'.repeat(20));
  scene.start();
  expect(await scene.call('activity.runs', { set: 'main', offset: 0, limit: 1 })).toEqual({
    runs: [],
    total: 0,
  });
});

test('a set is forgotten here only: its practice bucket stays', async () => {
  await scene.setUpMain();
  scene.start();
  await scene.call('set.forget', { set: 'main' });
  expect((await scene.call('app.state', {})).sets).toEqual([]);
  expect(readdirSync(scene.appFolder)).toContain('practice');
  expect(
    readdirSync(scene.appFolder).filter((name) => /^(settings\.json|secrets|set\.json)/.test(name)),
  ).toEqual([]);
  expect(await scene.refused('set.overview', { set: 'main' })).toMatchObject({ code: 'set-unknown' });
});

test('on loopback what is dangerous asks for the passphrase first, and a wrong one is no answer', async () => {
  await scene.setUpMain();
  const engine = scene.start();
  const forget = () => engine.call('set.forget', { set: 'main' }, 'loopback');
  expect(await forget()).toMatchObject({ ok: false, error: { code: 'confirm-needed' } });
  const { request } = await scene.call('secret.request', { purpose: 'confirm', set: 'main' });
  const give = (typed: string) =>
    engine.secretCall('secret.give', { request, values: { passphrase: typed } });
  expect(await give('low tide')).toMatchObject({
    value: { step: 'passphrase', error: { code: 'passphrase-wrong' } },
  });
  expect(await forget()).toMatchObject({ ok: false, error: { code: 'confirm-needed' } });
  expect(await give(passphrase)).toMatchObject({ ok: true, value: { step: 'done' } });
  expect(await forget()).toEqual({ ok: true, value: null });
});

test('the passphrase of one set is no word for another, as anybody at the window can make a set', async () => {
  await scene.setUpMain();
  await scene.setUpFurther('mine', 'words that anybody may choose');
  const engine = scene.start();
  const forget = (set: string) => engine.call('set.forget', { set }, 'loopback');
  for (const asked of ['mine', null]) {
    const { request } = await scene.call('secret.request', { purpose: 'confirm', set: asked });
    const values = { passphrase: 'words that anybody may choose' };
    expect(await engine.secretCall('secret.give', { request, values })).toMatchObject({
      value: { step: 'done' },
    });
    expect(await forget('main')).toMatchObject({ ok: false, error: { code: 'confirm-needed' } });
  }
  const pin = (pinned: boolean) =>
    engine.call('protection.pin', { set: 'main', snapshot: '0'.repeat(64), pinned }, 'loopback');
  expect(await pin(false)).toMatchObject({ ok: false, error: { code: 'confirm-needed' } });
  expect(await pin(true)).toMatchObject({ ok: false, error: { code: 'set-locked' } });
  expect(await forget('mine')).toEqual({ ok: true, value: null });
});

test('without a line the overview is there from memory, and a run that is cancelled while it tries ends at once', async () => {
  await scene.setUpMain();
  // No vault of its own any more: nobody listens at the address.
  await rename(join(scene.appFolder, 'practice'), join(scene.folder, 'practice'));
  scene.start();
  await scene.unlock();
  await scene.call('set.change', { set: 'main', change: { sources: [scene.documents] } });
  const { id } = await scene.call('job.start', { set: 'main', kind: 'backup' });
  await scene.call('job.cancel', { job: id });
  expect(await scene.ended(id)).toMatchObject({ state: 'cancelled', error: null });
  expect(await scene.call('set.overview', { set: 'main' })).toMatchObject({
    seenAt: null,
    summary: { state: 'unknown', practice: false, trouble: null },
  });
});
