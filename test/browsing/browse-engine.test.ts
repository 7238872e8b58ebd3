import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { homeAt } from '../../core/app/home.ts';
import { readSettings } from '../../core/app/settings.ts';
import { namesFileOf, openNames } from '../../core/catalog/names/open-names.ts';
import type { Input } from '../../core/contract/calls.ts';
import type { EngineScene } from '../engine/engine-scene.ts';
import { BrowseScene, hostile, notUtf8, source, waiting } from './browse-scene.ts';

const sorting = { offset: 0, limit: 1000, sort: 'name', descending: false } as const;

let browsed: BrowseScene;
let scene: EngineScene;
let oldest = '';
let newest = '';

beforeAll(async () => {
  browsed = await BrowseScene.make();
  ({ scene, oldest, newest } = browsed);
});
afterAll(() => scene.end());

test('snapshots are listed newest first, with locks, counts and no marks where nothing is wrong', async () => {
  const { snapshots, now } = await scene.call('snapshots.list', { source });
  expect(snapshots.map(({ id }) => id)).toEqual([newest, oldest]);
  for (const row of snapshots) {
    expect(row).toMatchObject({
      complete: true,
      kept: true,
      pinned: false,
      marks: [],
      skipped: 0,
      intact: null,
    });
    expect(row.protectedUntil).toBeGreaterThan(now + 29 * 86_400_000);
    expect(row.lockShare).toBe(1);
    expect(row.files).toBeGreaterThan(10);
  }
});

test('a tree is walked from its root, folders first, and sorted as asked', async () => {
  const top = await scene.call('tree.list', { source, snapshot: newest, path: null, ...sorting });
  expect(top).toMatchObject({
    total: 1,
    entries: [{ path: scene.documents, name: scene.documents, kind: 'folder' }],
  });
  const list = async (path: string, more: object = {}) =>
    (await scene.call('tree.list', { source, snapshot: oldest, path, ...sorting, ...more })).entries.map(
      ({ name }) => name,
    );
  const names = [
    'deep',
    'hostile',
    'empty',
    'gone later.txt',
    'link',
    'noise.bin',
    'page.pdf',
    'picture.dat',
  ];
  expect(await list(scene.documents)).toEqual(names);
  expect(await list(scene.documents, { offset: 2, limit: 2 })).toEqual(['empty', 'gone later.txt']);
  expect(await list(scene.documents, { sort: 'size', descending: true })).toMatchObject({
    2: 'picture.dat',
    3: 'noise.bin',
  });
  expect(await list(join(scene.documents, 'deep', 'er'))).toEqual(['est', 'report 2.txt']);
  const refused = await scene.refused('tree.list', {
    source,
    snapshot: newest,
    path: '/nowhere',
    ...sorting,
  });
  expect(refused.code).toBe('path-not-in-snapshot');
  const unknown = await scene.refused('tree.list', {
    source,
    snapshot: 'f'.repeat(64),
    path: null,
    ...sorting,
  });
  expect(unknown.code).toBe('snapshot-unknown');
});

test('names are found in all snapshots, with how many contents they had and whether they are gone', async () => {
  const reports = await browsed.searchWhenRead('report txt');
  expect(reports.hits.map(({ path, versions, gone }) => [path, versions, gone])).toEqual([
    [join(scene.documents, 'deep', 'er', 'report 2.txt'), 1, false],
    [join(scene.documents, 'deep', 'er', 'est', 'report 10.txt'), 2, false],
  ]);
  expect((await browsed.searchWhenRead('GONE')).hits).toMatchObject([
    { name: 'gone later.txt', kind: 'file', gone: true, newest: { snapshot: oldest, size: 12 } },
  ]);
  expect((await browsed.searchWhenRead('zÜRICH STRASSE')).hits).toHaveLength(1);
  expect((await browsed.searchWhenRead('% "sure" \'quoted\' _')).hits).toHaveLength(1);
  for (const nothing of ['%sure%', '10_ "', 'report* 2'])
    expect((await browsed.searchWhenRead(nothing)).hits).toEqual([]);
});

test('a search index that is damaged is made anew behind the next searches', async () => {
  const home = homeAt(scene.appFolder);
  const { repositoryId } = await readSettings(home);
  const index = openNames(namesFileOf(home.catalog), repositoryId);
  index.prepare("UPDATE directory SET record = '[[nonsense'").run();
  index.close();
  const damaged = await scene.call('search.names', { set: 'main', text: 'gone later', offset: 0, limit: 10 });
  expect(damaged).toEqual({ hits: [], more: false, unread: 2 });
  expect((await browsed.searchWhenRead('gone later')).hits).toHaveLength(1);
});

test('where no search index can be written, a search says what it does not know, and all else goes on', async () => {
  const file = namesFileOf(homeAt(scene.appFolder).catalog);
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  mkdirSync(file);
  const asked = { set: 'main', text: 'gone later', offset: 0, limit: 10 };
  expect(await scene.call('search.names', asked)).toEqual({ hits: [], more: false, unread: 2 });
  expect((await scene.call('snapshots.list', { source })).snapshots).toHaveLength(2);
  const warnings = async (): Promise<readonly string[]> =>
    (await scene.call('app.logs', { level: 'warn', limit: 100 }))
      .filter(({ part }) => part === 'search')
      .map(({ words }) => words);
  await vi.waitFor(async () => expect((await warnings())[0]).toMatch(/Names could not be read/), waiting);
  expect(await scene.call('search.names', asked)).toEqual({ hits: [], more: false, unread: 2 });
  rmSync(file, { recursive: true });
  writeFileSync(join(scene.documents, 'third.txt'), 'so that there is a new backup');
  await browsed.backUp();
  ({ newest } = browsed);
  expect((await browsed.searchWhenRead('gone later')).hits).toHaveLength(1);
});

test('all versions of a file, newest first, with what they differ by', async () => {
  const path = join(scene.documents, 'deep', 'er', 'est', 'report 10.txt');
  expect(await scene.call('file.versions', { source, path })).toMatchObject([
    { snapshot: newest, size: 17, snapshots: 2, sizeChange: 12, marks: [] },
    { snapshot: oldest, size: 5, snapshots: 1, sizeChange: null, marks: [] },
  ]);
  expect(await scene.call('file.versions', { source, path: join(scene.documents, 'empty') })).toMatchObject([
    { snapshot: newest, size: 0, snapshots: 3, sizeChange: null },
  ]);
  const refused = await scene.refused('file.versions', { source, path: join(scene.documents, 'deep') });
  expect(refused.code).toBe('path-not-in-snapshot');
});

test('previews show text, pictures and pages for what they are, whatever they are called', async () => {
  const preview = (name: string) =>
    scene.call('file.preview', { source, snapshot: newest, path: join(scene.documents, name) });
  expect(await preview('deep/er/report 2.txt')).toEqual({ kind: 'text', text: 'second', cut: false });
  expect(await preview('picture.dat')).toMatchObject({
    kind: 'image',
    mime: 'image/jpeg',
    base64: readFileSync(join(scene.documents, 'picture.dat')).toString('base64'),
  });
  expect(await preview('page.pdf')).toMatchObject({ kind: 'pdf' });
  expect(await preview('noise.bin')).toEqual({ kind: 'none', reason: 'binary' });
  expect(await preview('empty')).toEqual({ kind: 'none', reason: 'empty' });
  expect(await preview('deep')).toEqual({ kind: 'none', reason: 'folder' });
});

test('hostile names are shown as what they are, found, previewed and restored byte for byte', async () => {
  const path = join(scene.documents, 'hostile');
  const { entries } = await scene.call('tree.list', { source, snapshot: newest, path, ...sorting });
  expect(entries).toHaveLength(hostile.length + notUtf8.length);
  const shown = entries.map(({ name }) => name);
  expect(shown).toEqual(
    expect.arrayContaining([
      'invoice\\u{202e}fdp.exe',
      'two\\nlines.txt',
      'caf\\xe9 one',
      'caf\\xe8 one',
      hostile[0],
    ]),
  );
  for (const entry of entries) {
    const preview = await scene.call('file.preview', { source, snapshot: newest, path: entry.path });
    expect(preview).toMatchObject({ kind: 'text' });
    if (entry.name.startsWith('caf'))
      expect(preview).toMatchObject({
        text: `bytes ${entry.name.includes('e9') ? '636166e9206f6e65' : '636166e8206f6e65'}`,
      });
  }
  const found = await browsed.searchWhenRead('caf one');
  expect(found.hits.map(({ path: hit }) => hit).toSorted()).toEqual(
    entries
      .filter(({ name }) => name.startsWith('caf'))
      .map(({ path: hit }) => hit)
      .toSorted(),
  );
  const destination = join(scene.folder, 'back');
  const paths = entries.map((entry) => entry.path);
  expect(await scene.call('restore.total', { source, snapshot: newest, paths })).toMatchObject({
    files: entries.length,
    atLeast: false,
  });
  const plan = await scene.call('restore.plan', {
    source,
    snapshot: newest,
    paths,
    destination,
    conflicts: 'keep-both',
    mapHome: null,
  });
  expect(plan).toMatchObject({
    files: entries.length,
    warnings: [],
    replaces: 0,
    resultPath: `${destination}/`,
  });
  expect(existsSync(destination)).toBe(false);
  const { id } = await scene.call('restore.start', { plan: plan.plan });
  expect(await scene.ended(id)).toMatchObject({
    state: 'done',
    figures: { files: entries.length, problems: 0 },
  });
  expect(await scene.call('restore.report', { job: id })).toMatchObject({
    destination,
    complete: true,
    problemCount: 0,
  });
  const original = readdirSync(join(scene.documents, 'hostile'), 'buffer').map((name) =>
    name.toString('hex'),
  );
  expect(readdirSync(destination, 'buffer').map((name) => name.toString('hex'))).toEqual(original);
  for (const name of notUtf8)
    expect(readFileSync(Buffer.concat([Buffer.from(`${destination}/`), name]), 'utf8')).toBe(
      `bytes ${name.toString('hex')}`,
    );
});

test('a plan says where, how much and what would be replaced, and writes nothing', async () => {
  const path = join(scene.documents, 'deep', 'er', 'est', 'report 10.txt');
  const destination = join(scene.folder, 'there');
  mkdirSync(destination);
  writeFileSync(join(destination, 'report 10.txt'), 'something else');
  const planned = { source, snapshot: oldest, paths: [path], destination, mapHome: null };
  const over = await scene.call('restore.plan', { ...planned, conflicts: 'overwrite' });
  expect(over).toMatchObject({
    files: 1,
    bytes: 5,
    replaces: 1,
    alreadyThere: 0,
    example: join(destination, 'report 10.txt'),
    currency: 'USD',
  });
  expect(over.freeBytes).toBeGreaterThan(0);
  expect(over.downloadBytes).toBeGreaterThan(0);
  const beside = await scene.call('restore.plan', { ...planned, conflicts: 'keep-both' });
  expect(beside).toMatchObject({ replaces: 0, example: join(destination, 'report 10 (restored).txt') });
  expect(readdirSync(destination)).toEqual(['report 10.txt']);
  const { id } = await scene.call('restore.start', { plan: beside.plan });
  await scene.ended(id);
  expect((await scene.call('restore.report', { job: id })).renamed).toEqual([
    { path, as: join(destination, 'report 10 (restored).txt') },
  ]);
  expect(readFileSync(join(destination, 'report 10.txt'), 'utf8')).toBe('something else');
  const own = await scene.call('restore.plan', { ...planned, destination: null, conflicts: 'keep-both' });
  expect(own.resultPath).toMatch(/\/Restored \d{4}-\d\d-\d\d \d\d-\d\d\/$/);
  expect(existsSync(own.resultPath)).toBe(false);
});

test('a restore that is cancelled says what is back so far, and the same one goes on where it stopped', async () => {
  const destination = join(scene.folder, 'in two goes');
  const planned: Input<'restore.plan'> = {
    source,
    snapshot: newest,
    paths: [scene.documents],
    destination,
    conflicts: 'keep-both',
    mapHome: null,
  };
  const { plan, files } = await scene.call('restore.plan', planned);
  await browsed.holdPacksBack(true);
  const { id } = await scene.call('restore.start', { plan });
  // A second click.
  expect(await scene.refused('restore.start', { plan })).toMatchObject({ code: 'set-busy' });
  await scene.call('job.cancel', { job: id });
  await browsed.holdPacksBack(false);
  expect(await scene.ended(id)).toMatchObject({ state: 'cancelled', error: null });
  expect(await scene.call('restore.report', { job: id })).toMatchObject({ destination, complete: false });
  const again = await scene.call('restore.start', { plan: (await scene.call('restore.plan', planned)).plan });
  expect(await scene.ended(again.id)).toMatchObject({ state: 'done', figures: { files, problems: 0 } });
  expect((await scene.call('restore.plan', planned)).alreadyThere).toBe(files);
});

test('destinations that cannot be, or must not be, are refused', async () => {
  symlinkSync(scene.appFolder, join(scene.folder, 'way in'));
  writeFileSync(join(scene.folder, 'a file'), '');
  for (const destination of [
    'relative',
    join(scene.appFolder, 'inside'),
    join(scene.appFolder, '..not outside'),
    join(scene.folder, 'way in', 'inside'),
    join(scene.folder, 'a file'),
    join(scene.folder, 'a file', 'below'),
    '/proc/self/restored',
    'nul\0byte',
    `/${'x'.repeat(5000)}`,
  ])
    expect(
      await scene.refused('restore.plan', {
        source,
        snapshot: newest,
        paths: [scene.documents],
        destination,
        conflicts: 'keep-both',
        mapHome: null,
      }),
    ).toMatchObject({ code: 'path-impossible' });
  expect(await scene.refused('restore.start', { plan: 'none' })).toMatchObject({ code: 'request-invalid' });
  expect(await scene.refused('restore.report', { job: 'none' })).toMatchObject({ code: 'request-invalid' });
});

test('a recovery of what this computer has is browsed and restored by the same calls, and writes nothing', async () => {
  expect(await scene.call('recover.view', {})).toMatchObject({ open: false });
  expect(
    await scene.refused('tree.list', {
      source: { kind: 'recovery' },
      snapshot: newest,
      path: null,
      ...sorting,
    }),
  ).toMatchObject({ code: 'recovery-closed' });
  const opened = await scene.call('recover.open-set', { set: 'main' });
  expect(opened).toMatchObject({
    open: true,
    place: 'engine-bucket/here/',
    writes: 0,
    timeline: null,
    chosen: null,
  });
  const { id } = await scene.call('recover.timeline', {});
  expect(await scene.ended(id)).toMatchObject({ state: 'done', figures: { snapshots: 3, attack: 0 } });
  const view = await scene.call('recover.view', {});
  expect(view).toMatchObject({
    chosen: newest,
    timeline: { final: true, attackBegan: null, proposal: { snapshot: newest } },
  });
  expect(view.timeline?.snapshots.map((row) => [row.id, row.intact])).toEqual([
    [oldest, true],
    [expect.any(String), true],
    [newest, true],
  ]);
  expect(view.timeline?.activity.reduce((sum, { ours }) => sum + ours, 0)).toBeGreaterThan(3);
  const recovery = { kind: 'recovery' } as const;
  const path = join(scene.documents, 'deep');
  const listed = await scene.call('tree.list', { source: recovery, snapshot: oldest, path, ...sorting });
  expect(listed.entries).toMatchObject([{ name: 'er', kind: 'folder' }]);
  expect(
    await scene.call('file.versions', { source: recovery, path: join(path, 'er', 'est', 'report 10.txt') }),
  ).toHaveLength(2);
  expect(
    await scene.call('file.preview', {
      source: recovery,
      snapshot: newest,
      path: join(path, 'er', 'report 2.txt'),
    }),
  ).toMatchObject({ text: 'second' });
  const destination = join(scene.folder, 'recovered');
  const plan = await scene.call('restore.plan', {
    source: recovery,
    snapshot: oldest,
    paths: [path],
    destination,
    conflicts: 'keep-both',
    mapHome: null,
  });
  const restore = await scene.call('restore.start', { plan: plan.plan });
  expect(await scene.ended(restore.id)).toMatchObject({ state: 'done', figures: { files: 2 } });
  expect(readFileSync(join(destination, 'deep', 'er', 'est', 'report 10.txt'), 'utf8')).toBe('first');
  expect(await scene.call('recover.view', {})).toMatchObject({ writes: 0 });
  await scene.call('recover.choose', { snapshot: oldest });
  const hold = await scene.call('recover.hold', {});
  expect(await scene.ended(hold.id)).toMatchObject({ state: 'done', figures: { missing: 0, refused: 0 } });
  expect((await scene.call('recover.view', {})).held?.until).toBeGreaterThan(view.timeline?.now ?? 0);
  expect(await scene.call('recover.clean-plan', {})).toMatchObject({ markers: 0, foreign: 0 });
  const cut = await scene.call('restore.plan', {
    source: recovery,
    snapshot: newest,
    paths: [scene.documents],
    destination: join(scene.folder, 'cut off'),
    conflicts: 'keep-both',
    mapHome: null,
  });
  await browsed.holdPacksBack(true);
  const running = await scene.call('restore.start', { plan: cut.plan });
  expect(await scene.refused('restore.start', { plan: cut.plan })).toMatchObject({ code: 'set-busy' });
  const closing = scene.call('recover.close', {});
  await browsed.holdPacksBack(false);
  await closing;
  expect(await scene.ended(running.id)).toMatchObject({ state: 'cancelled' });
  expect(await scene.call('recover.view', {})).toMatchObject({ open: false, timeline: null });
  expect(JSON.stringify(scene.messages)).not.toMatch(/abandon|low tide/);
});
