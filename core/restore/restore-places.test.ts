import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../model/entry.ts';
import { RestoreFixture } from './testing/restore-fixture.ts';

const here = new RestoreFixture();

describe('where it goes', () => {
  const tree = (): Record<string, Entry> => ({
    '/home/ada/docs': here.repository.directory('docs', [
      here.repository.directory('a', [here.repository.file('x.txt', 'ax')]),
      here.repository.directory('b', [here.repository.file('x.txt', 'bx')]),
    ]),
  });

  test('one root: under its own name', async () => {
    await here.restore(tree());
    expect(readdirSync(here.to)).toEqual(['docs']);
  });

  test('several roots: under their full paths', async () => {
    const more = {
      ...tree(),
      '/srv/docs': here.repository.directory('docs', []),
      '/': here.repository.directory('root', []),
    };
    delete (more as Record<string, Entry>)['/'];
    await here.restore(more);
    expect(readFileSync(join(here.to, 'home/ada/docs/a/x.txt'), 'utf8')).toBe('ax');
    expect(existsSync(join(here.to, 'srv/docs'))).toBe(true);
  });

  test('chosen paths: under their own names, under full paths where two are the same', async () => {
    const snapshot = here.repository.snapshot(tree());
    await here.again(snapshot, { paths: ['/home/ada/docs/a/x.txt'] });
    expect(readFileSync(join(here.to, 'x.txt'), 'utf8')).toBe('ax');
    const second = join(here.folder, 'second');
    const report = await here.again(snapshot, {
      to: second,
      paths: ['/home/ada/docs/a/x.txt', '/home/ada/docs/b/x.txt'],
    });
    expect(readFileSync(join(second, 'home/ada/docs/a/x.txt'), 'utf8')).toBe('ax');
    expect(readFileSync(join(second, 'home/ada/docs/b/x.txt'), 'utf8')).toBe('bx');
    expect(report.files).toBe(2);
  });

  test('a path inside another chosen path is not restored twice', async () => {
    const paths = ['/home/ada/docs/b/x.txt', '/home/ada/docs/', '/home/ada/docs'];
    expect(await here.restore(tree(), { paths })).toMatchObject({ files: 2, conflictCount: 0 });
    expect(readdirSync(here.to)).toEqual(['docs']);
  });

  test('a path that is not there', async () => {
    await expect(here.restore(tree(), { paths: ['/home/ada/docs/c'] })).rejects.toMatchObject({
      code: 'path-not-in-snapshot',
    });
    expect(existsSync(here.to)).toBe(false);
  });

  test('a destination that is a file, or below one', async () => {
    writeFileSync(join(here.folder, 'file'), '');
    await expect(here.restore(tree(), { to: join(here.folder, 'file') })).rejects.toMatchObject({
      code: 'path-impossible',
    });
    await expect(here.restore(tree(), { to: join(here.folder, 'file/below') })).rejects.toMatchObject({
      code: 'path-impossible',
    });
  });
});
