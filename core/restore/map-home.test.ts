import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RestoreFixture } from './testing/restore-fixture.ts';

const here = new RestoreFixture();
const homes = { from: '/home/ada', to: '/users/bob' };

const tree = (to: string): readonly string[] =>
  readdirSync(to, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(to.length))
    .toSorted();

test('the home itself, what lies in it, and what lies elsewhere', async () => {
  const { repository } = here;
  const roots = {
    '/home/ada': repository.directory('ada', [repository.file('letter', 'x')]),
    '/srv': repository.directory('srv', [repository.file('data', 'y')]),
  };
  expect(await here.restore(roots, { homes })).toMatchObject({ files: 2, problemCount: 0 });
  expect(tree(here.to)).toEqual(['/srv/data', '/users/bob/letter']);
});

test('a folder and a file inside the old home', async () => {
  const { repository } = here;
  const roots = {
    '/home/ada/docs': repository.directory('docs', [repository.file('letter', 'x')]),
    '/home/ada/note': repository.file('note', 'n'),
    '/home/adam/note': repository.file('note', 'other'),
  };
  await here.restore(roots, { homes });
  expect(tree(here.to)).toEqual(['/home/adam/note', '/users/bob/docs/letter', '/users/bob/note']);
});

test('a home inside something larger goes its own way', async () => {
  const { repository } = here;
  const ada = repository.directory('ada', [repository.file('letter', 'x')]);
  const carl = repository.directory('carl', [repository.file('letter', 'c')]);
  await here.restore({ '/home': repository.directory('home', [ada, carl]) }, { homes });
  expect(tree(here.to)).toEqual(['/home/carl/letter', '/users/bob/letter']);
});

test('so does one of a Windows snapshot, however its root is written', async () => {
  const { repository } = here;
  const ada = repository.directory('ada', [repository.file('letter', 'x')]);
  const users = repository.directory('Users', [ada, repository.file('note', 'n')]);
  const disk = repository.directory('root', [users]);
  for (const [at, roots] of [{ 'C:\\Users': users }, { 'C:\\': disk }].entries()) {
    const body = { ...repository.snapshot(roots).body, platform: 'win32' };
    const to = join(here.folder, `${at}`);
    await here.again({ body }, { to, homes: { from: 'C:\\Users\\ada', to: '/users/bob' } });
    expect(tree(to).filter((path) => path.endsWith('letter'))).toHaveLength(1);
    expect(tree(to)).toContainEqual(expect.stringMatching(/users\/bob\/letter$/));
  }
});

test('a home that is not in the snapshot changes nothing but whole paths', async () => {
  const { repository } = here;
  await here.restore({ '/home': repository.directory('home', [repository.file('x', 'x')]) }, { homes });
  expect(tree(here.to)).toEqual(['/home/x']);
});

test('single paths are mapped as well, and what is there stays', async () => {
  const { repository } = here;
  const roots = { '/home/ada': repository.directory('ada', [repository.file('letter', 'x')]) };
  await here.restore(roots, { homes, paths: ['/home/ada/letter'] });
  writeFileSync(join(here.to, 'users/bob/letter'), 'mine');
  const report = await here.restore(roots, { homes });
  expect(report.conflictCount).toBe(1);
  expect(readFileSync(join(here.to, 'users/bob/letter'), 'utf8')).toBe('mine');
});
