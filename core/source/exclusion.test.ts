import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noExclusions, PatternExclusion, type ExclusionRules } from './exclusion.ts';
import { readDirectory } from './read-directory.ts';

describe('patterns as in .gitignore', () => {
  test.each([
    ['*.tmp', 'a.tmp', true],
    ['*.tmp', 'deep/er/a.tmp', true],
    ['*.tmp', 'a.tmpx', false],
    ['/build', 'build', true],
    ['/build', 'deep/build', false],
    ['build/', 'build', false],
    ['a/**/z', 'a/b/c/z', true],
    ['a/*/z', 'a/b/c/z', false],
    ['# comment', '# comment', false],
    ['caché', 'cach\xc3\xa9', true],
    ['/home/me/private', 'private', true],
    ['/home/me/private', 'deep/private', false],
    ['/home/you', 'you', false],
    ['Build', 'build', false],
  ])('%s leaves out %s: %s', (pattern, path, expected) => {
    const exclusion = new PatternExclusion('/home/me', [pattern]);
    expect(exclusion.excludes(`/home/me/${path}`, false)).toBe(expected);
  });

  test('a slash at the end means folders', () => {
    expect(new PatternExclusion('/r', ['build/']).excludes('/r/build', true)).toBe(true);
  });

  test('the last one that fits counts; ! takes back, also with an absolute path', () => {
    const exclusion = new PatternExclusion('/r', ['*.log', '!keep.log', '!/r/a/this.log', '/r/b/keep.log']);
    expect(exclusion.excludes('/r/x.log', false)).toBe(true);
    expect(exclusion.excludes('/r/keep.log', false)).toBe(false);
    expect(exclusion.excludes('/r/a/this.log', false)).toBe(false);
    expect(exclusion.excludes('/r/b/this.log', false)).toBe(true);
    expect(exclusion.excludes('/r/b/keep.log', false)).toBe(true);
  });

  test('below the root of everything', () => {
    const exclusion = new PatternExclusion('/', ['/proc', '*.tmp']);
    expect(exclusion.excludes('/proc', true)).toBe(true);
    expect(exclusion.excludes('/home/proc', true)).toBe(false);
    expect(exclusion.excludes('/home/a.tmp', false)).toBe(true);
  });

  test('odd names are no errors', () => {
    const exclusion = new PatternExclusion('/r', ['*.tmp']);
    for (const name of ['...', '..a', ' ', '\n', '\xff\xfe.tmp', '*', '!x', '#x', '\\'])
      expect(exclusion.excludes(`/r/${name}`, false)).toBe(name.endsWith('.tmp'));
  });
});

describe('a folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-exclusion-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const read = (rules: Partial<ExclusionRules> = {}, never: readonly string[] = []) => {
    const all = { ...noExclusions, ...rules };
    return readDirectory(folder, all, new PatternExclusion(folder, all.patterns), new Set(never));
  };

  test('is listed in byte order, whatever the names are', () => {
    const names = ['Z', 'a', '\u00e9', '\u{1f600}', '\ufb01', 'z'];
    for (const name of names) writeFileSync(join(folder, name), '');
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff])]), '');
    const bytes = [...names.map((name) => Buffer.from(name)), Buffer.from([0xff])].toSorted((a, b) =>
      Buffer.compare(a, b),
    );
    expect(read().names).toEqual(bytes.map((name) => name.toString('latin1')));
  });

  test('without what patterns leave out, without its own home, without large files', () => {
    for (const name of ['a.tmp', 'b', 'home', 'large']) writeFileSync(join(folder, name), 'x');
    truncateSync(join(folder, 'large'), 1001);
    truncateSync(join(folder, 'b'), 1000);
    const found = read({ patterns: ['*.tmp'], maxFileBytes: 1000 }, [join(folder, 'home')]);
    expect(found).toMatchObject({ names: ['b'], skipped: [], readable: true });
  });

  test('with a tag is only the tag', () => {
    for (const name of ['CACHEDIR.TAG', 'a', 'b', 'ne pas\u00e9']) writeFileSync(join(folder, name), '');
    expect(read({ ifPresent: ['CACHEDIR.TAG'] }).names).toEqual(['CACHEDIR.TAG']);
    expect(read({ ifPresent: ['.nobackup'] }).names).toHaveLength(4);
    expect(read({ ifPresent: ['ne pas\u00e9'] }).names).toEqual([
      Buffer.from('ne pas\u00e9').toString('latin1'),
    ]);
  });

  test('links and pipes are listed, not followed or opened', () => {
    symlinkSync('/', join(folder, 'link'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(read()).toMatchObject({ names: ['link', 'pipe'], skipped: [] });
  });

  test('that is gone, or no folder, says why and is not readable', () => {
    writeFileSync(join(folder, 'file'), '');
    rmSync(folder, { recursive: true });
    expect(read()).toMatchObject({
      readable: false,
      skipped: [{ path: folder, reason: 'it disappeared before it could be read' }],
    });
    writeFileSync(folder, '');
    expect(read()).toMatchObject({
      readable: false,
      skipped: [{ reason: 'it changed into something else while it was read' }],
    });
    rmSync(folder);
    mkdirSync(folder);
  });
});
