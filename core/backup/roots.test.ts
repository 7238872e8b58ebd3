import {
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BackupFixture, laterWorld } from '../../test/backup/backup-fixture.ts';
import { backupRoots } from './backup-roots.ts';

const here = new BackupFixture();

describe('which paths are walked', () => {
  test('each once, none below another', async () => {
    const set = await here.newSet();
    mkdirSync(set.path('a', 'b'), { recursive: true });
    mkdirSync(set.path('ab'));
    const source = realpathSync(set.source);
    expect(backupRoots([set.path('a', 'b'), set.path('a'), set.path('ab'), `${set.path('a')}/`])).toEqual([
      `${source}/a`,
      `${source}/ab`,
    ]);
    expect(backupRoots([set.source, '/'])).toEqual(['/']);
  });

  test('a link itself, a path through a link by its real place', async () => {
    const set = await here.newSet();
    mkdirSync(set.path('real', 'below'), { recursive: true });
    symlinkSync('real', set.path('link'));
    const source = realpathSync(set.source);
    expect(backupRoots([set.path('link')])).toEqual([`${set.source}/link`]);
    expect(backupRoots([set.path('link', 'below'), set.path('real')])).toEqual([`${source}/real`]);
  });

  test('none, or one that is not there', async () => {
    const set = await here.newSet();
    expect(() => backupRoots([])).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(() => backupRoots([set.source, set.path('not here')])).toThrow(
      expect.objectContaining({ code: 'path-impossible' }),
    );
    await expect(set.backUp({ paths: [set.path('not here')] })).rejects.toMatchObject({
      code: 'path-impossible',
      details: { reason: 'it disappeared before it could be read' },
    });
    expect(set.store.puts).toEqual([]);
  });
});

test('a file, a link and two folders as roots come back', async () => {
  const set = await here.newSet();
  mkdirSync(set.path('one'));
  mkdirSync(set.path('two'));
  writeFileSync(set.path('one', 'a'), 'in one');
  writeFileSync(set.path('two', 'b'), 'in two');
  writeFileSync(set.path('file'), 'alone');
  symlinkSync('nowhere', set.path('link'));
  const paths = ['one', 'two', 'file', 'link'].map((name) => set.path(name));
  const report = await set.backUp({ paths });
  expect(report).toMatchObject({ files: 3, skipped: [] });
  const [snapshot] = await set.snapshots();
  expect(snapshot!.body.roots.map(({ path }) => path).toSorted()).toEqual(paths.toSorted());
  await set.expectWhole();
  // Several roots go under their full paths.
  const to = `${await set.restore()}${set.source}`;
  expect(readFileSync(`${to}/one/a`, 'utf8')).toBe('in one');
  expect(readFileSync(`${to}/two/b`, 'utf8')).toBe('in two');
  expect(readFileSync(`${to}/file`, 'utf8')).toBe('alone');
  expect(readlinkSync(`${to}/link`)).toBe('nowhere');
  expect(await set.backUp({ paths })).toMatchObject({ packs: 0 });
});

test('a root that goes before it is read is an error, and nothing is published', async () => {
  const set = await here.newSet();
  mkdirSync(set.path('folder'));
  writeFileSync(set.path('folder', 'a'), 'a');
  writeFileSync(set.path('file'), 'here today');
  const world = {
    ...laterWorld,
    // Asked when the pass is about to begin, after the roots were looked at.
    now: () => {
      rmSync(set.path('file'), { force: true });
      return Date.now() + 10_000;
    },
  };
  await expect(set.backUp({ paths: [set.path('file')] }, { world })).rejects.toMatchObject({
    code: 'path-impossible',
  });
  expect(await set.snapshots()).toEqual([]);
});
