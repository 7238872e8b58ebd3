import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../model/entry.ts';
import { RestoreFixture } from './testing/restore-fixture.ts';

const here = new RestoreFixture();

describe('a tree that was made to do harm', () => {
  test.each(['..', '.', 'a/b', '/etc/passwd', 'a\0b', ''])(
    'the name %j makes its directory unreadable, and nothing is written',
    async (name) => {
      const good = here.repository.directory('d', [here.repository.file('good', 'x')]);
      const entry = { n: name, t: 'f', m: 0o644, u: 0, g: 0, mt: '0', s: 0, c: [] };
      const bad: Entry = { ...good, name: 'bad', node: here.repository.rawNode({ entries: [entry] }) };
      const report = await here.restore({ '/r': here.repository.directory('r', [good, bad]) });
      expect(report.problems).toMatchObject([{ path: '/r/bad' }]);
      expect(readdirSync(here.folder)).toEqual(['out']);
      expect(readdirSync(join(here.to, 'r/bad'))).toEqual([]);
      expect(readFileSync(join(here.to, 'r/d/good'), 'utf8')).toBe('x');
    },
  );

  test.each([
    ['full paths', undefined],
    ['a new home', { from: '/home/ada', to: '/home/ada' }],
  ])('a root whose path leads out of the destination is left out: %s', async (_, homes) => {
    const root = (name: string): Entry =>
      here.repository.directory(name, [here.repository.file('evil', 'evil')]);
    const roots = { '/a/../../evil/r': root('r'), '/../evil/s': root('s'), '/x/t': root('t') };
    const report = await here.restore(roots, { homes });
    expect(readdirSync(here.folder)).toEqual(['out']);
    expect(readdirSync(here.to)).toEqual(['x']);
    expect(report.problems.map(({ path }) => path)).toEqual(['/a/../../evil/r', '/../evil/s']);
  });

  test('a link and a directory of one name: nothing goes through the link', async () => {
    const outside = join(here.folder, 'outside');
    mkdirSync(outside);
    const directory = here.repository.directory('x', [here.repository.file('evil', 'evil')]);
    const json = (entry: Entry): unknown => ({
      n: entry.name,
      t: entry.type === 'directory' ? 'd' : 'l',
      m: 0o755,
      u: 0,
      g: 0,
      mt: '0',
      ...(entry.node ? { d: entry.node } : { l: outside }),
    });
    const node = here.repository.rawNode({
      entries: [json({ ...directory, type: 'symlink', node: undefined } as never), json(directory)],
    });
    const report = await here.restore({ '/r': { ...directory, name: 'r', node } });
    expect(report.problemCount).toBe(1);
    expect(readdirSync(outside)).toEqual([]);
  });

  test('two pages of one directory that repeat a name: the link stays unfollowed', async () => {
    const outside = join(here.folder, 'outside');
    mkdirSync(outside);
    const file = here.repository.file('evil', 'evil');
    const link: Entry = { ...file, name: 'x', type: 'symlink', target: outside, content: [], size: 0 };
    const pages = [
      here.repository.node([link]),
      here.repository.node([here.repository.directory('x', [file])]),
    ];
    const root = { ...here.repository.directory('r', []), node: here.repository.rawNode({ pages }) };
    const report = await here.restore({ '/r': root });
    expect(readdirSync(outside)).toEqual([]);
    expect(readFileSync(join(here.to, 'r/x/evil'), 'utf8')).toBe('evil');
    expect(report.conflicts).toEqual([
      { path: join(here.to, 'r/x'), restoredAs: join(here.to, 'r/x (restored)') },
    ]);
  });
});
