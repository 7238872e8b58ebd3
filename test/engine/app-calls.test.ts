import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineScene } from './engine-scene.ts';

let scene: EngineScene;
const set = 'main';

beforeAll(async () => {
  scene = await EngineScene.make();
  await scene.setUpMain();
  scene.start();
  await scene.call('set.change', { set, change: { sources: [scene.documents], name: 'Papers' } });
});
afterAll(() => scene.end());

test('folders to pick from: hidden ones last, files only where asked, no name that does harm; what cannot be opened says why', async () => {
  const place = join(scene.folder, 'places');
  for (const name of ['.hidden', 'b 10', 'b 9', '<img src=x>', 'evil\u202etxt.exe', 'line\nbreak'])
    await mkdir(join(place, name), { recursive: true });
  await writeFile(join(place, 'a file'), '');
  const view = await scene.call('app.folder', { path: place, files: false });
  expect(view.entries.map(({ name }) => name)).toEqual([
    '<img src=x>',
    'b 9',
    'b 10',
    String.raw`evil\u{202e}txt.exe`,
    String.raw`line\nbreak`,
    '.hidden',
  ]);
  expect(view).toMatchObject({ path: place, parent: scene.folder, cut: false });
  const withFiles = await scene.call('app.folder', { path: place, files: true });
  expect(withFiles.entries.at(-1)).toEqual({ name: 'a file', path: join(place, 'a file'), folder: false });
  const odd = view.entries.find(({ name }) => name.startsWith('line'));
  expect((await scene.call('app.folder', { path: odd?.path ?? '', files: false })).entries).toEqual([]);
  for (const path of [join(place, 'a file'), join(place, 'none'), 'relative', 'nul\0'])
    expect(await scene.refused('app.folder', { path, files: false })).toMatchObject({
      code: 'path-impossible',
    });
});

test('a new folder is made where it was asked for, and nowhere else', async () => {
  const { path } = await scene.call('app.make-folder', { parent: scene.folder, name: 'new one' });
  expect(path).toBe(join(scene.folder, 'new one'));
  for (const name of ['new one', '..', '.', '../beside', 'a/b', ' ', 'nul\0'])
    expect(await scene.refused('app.make-folder', { parent: scene.folder, name })).toMatchObject({
      code: 'path-impossible',
    });
});

test('settings go out without what is secret, and come in again; what is none of ours is refused', async () => {
  const ping = 'https://ping.example.org/0123-secret';
  await scene.call('set.change', { set, change: { ping, schedule: { kind: 'every', hours: 4 } } });
  expect(JSON.parse(await readFile(join(scene.appFolder, 'settings.json'), 'utf8'))).toMatchObject({ ping });
  const { file } = await scene.call('app.export-settings', { set, folder: scene.folder });
  const text = await readFile(file, 'utf8');
  expect([text.includes('Papers'), text.includes('0123-secret')]).toEqual([true, false]);
  await scene.call('set.change', { set, change: { name: 'Other', schedule: { kind: 'manual' } } });
  await scene.call('app.import-settings', { set, file });
  const { settings } = await scene.call('set.settings', { set });
  expect(settings).toMatchObject({ name: 'Papers', schedule: { kind: 'every', hours: 4 }, ping });
  for (const wrong of ['not JSON', '{"kind":"holdfast-settings","version":1,"settings":{}}', '[]']) {
    await writeFile(join(scene.folder, 'wrong.json'), wrong);
    expect(
      await scene.refused('app.import-settings', { set, file: join(scene.folder, 'wrong.json') }),
    ).toMatchObject({ code: 'path-impossible' });
  }
});

test('a pause holds until it is taken back, for one set or all', async () => {
  const summary = async () => (await scene.call('app.state', {})).sets[0];
  await scene.call('set.pause', { set: null, how: 'until-resumed' });
  expect(await summary()).toMatchObject({ state: 'paused', nextRun: null });
  await scene.call('set.pause', { set, how: 'hour' });
  expect((await summary())?.pausedUntil).toBeLessThanOrEqual(Date.now() + 3_600_000);
  await scene.call('set.pause', { set, how: 'off' });
  expect(await summary()).toMatchObject({ pausedUntil: null });
});

test('what excludes leave out is counted before any backup', async () => {
  const root = join(scene.folder, 'project');
  await mkdir(join(root, 'node_modules', 'deep'), { recursive: true });
  await mkdir(join(root, 'cache'));
  await writeFile(join(root, 'source.ts'), 'x'.repeat(100));
  await writeFile(join(root, 'node_modules', 'deep', 'big.js'), 'x'.repeat(5000));
  await writeFile(join(root, 'cache', 'CACHEDIR.TAG'), 'x'.repeat(10));
  await writeFile(join(root, 'cache', 'page'), 'x'.repeat(700));
  await writeFile(join(root, 'film.mkv'), 'x'.repeat(20_000));
  const { job } = await scene.call('set.preview-excludes', {
    sources: [root],
    excludes: {
      patterns: [],
      presets: ['development', 'caches'],
      ifPresent: [],
      maxFileBytes: 10_000,
      oneFileSystem: false,
    },
  });
  expect((await scene.ended(job)).figures).toEqual({
    files: 2,
    bytes: 110,
    excludedFiles: 3,
    excludedBytes: 25_700,
  });
});

test('of many counts that are asked for at once the newest few go on', async () => {
  const excludes = { patterns: [], presets: [], ifPresent: [], maxFileBytes: null, oneFileSystem: false };
  const sources = [join(import.meta.dirname, '..', '..', 'node_modules')];
  const asked = Array.from({ length: 9 }, () => scene.call('set.preview-excludes', { sources, excludes }));
  const jobs = (await Promise.all(asked)).map(({ job }) => job);
  const ended = (): readonly string[] =>
    jobs.filter((job) => scene.jobEvents(job).some(({ state }) => state !== 'running'));
  const older = jobs.slice(0, 5);
  await scene.until(() => (older.every((job) => ended().includes(job)) ? true : undefined));
  // Nobody cancelled these.
  const states = older.map((job) => scene.jobEvents(job).at(-1)?.state);
  expect(new Set(states)).toEqual(new Set(['cancelled']));
  await Promise.all(jobs.map((job) => scene.call('job.cancel', { job })));
  await scene.until(() => (ended().length === jobs.length ? true : undefined));
});

test('a hidden window is told less: no progress every moment, but each end', async () => {
  scene.engine?.tell({ kind: 'visible', visible: false });
  const before = scene.messages.length;
  const began = performance.now();
  for (let number = 0; number < 20; number++)
    await scene.call('set.change', { set, change: { name: `Papers ${number}` } });
  // One a second, however long the changes took.
  const most = 2 + (performance.now() - began) / 1_000;
  const states = scene.messages
    .slice(before)
    .filter((message) => message.kind === 'event' && message.name === 'state');
  expect(states.length).toBeLessThanOrEqual(most);
  scene.engine?.tell({ kind: 'visible', visible: true });
});

test('the log has what happened, and a copy of it goes where it is wanted', async () => {
  const lines = await scene.call('app.logs', { level: 'info', limit: 100 });
  expect(lines.some(({ part }) => part === 'measure')).toBe(true);
  const { file } = await scene.call('app.export-logs', { folder: scene.folder });
  expect(await readFile(file, 'utf8')).toContain('measure');
});
