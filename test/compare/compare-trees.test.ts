import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildNastyTree } from '../trees/build-nasty-tree.ts';
import { compareTrees } from './compare-trees.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-compare-'));
const [original, copy] = [join(folder, 'original'), join(folder, 'copy')];
const isRoot = process.getuid?.() === 0;

beforeAll(() => {
  buildNastyTree(original, { entries: 50 });
});
beforeEach(() => {
  rmSync(copy, { recursive: true, force: true });
  execFileSync('cp', ['-a', original, copy]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Spoils the copy by a line of Python, run inside it; the times of directories are kept out of the way. */
function spoil(line: string): readonly string[] {
  execFileSync('python3', ['-c', `import os\n${line}`], { cwd: copy });
  return compareTrees(original, copy).lines;
}
const keepTime = (path: string, line: string): string =>
  `s = os.lstat(${path})\n${line}\nos.utime(${path}, ns=(s.st_atime_ns, s.st_mtime_ns), follow_symlinks=False)`;
const keepParentTime = (path: string, line: string): string => keepTime(`os.path.dirname(${path})`, line);

test('a faithful copy has no differences', () => {
  const { entries, bytes, differences, lines } = compareTrees(original, copy);
  expect(lines).toEqual([]);
  expect(differences).toBe(0);
  expect(entries).toBeGreaterThan(450);
  expect(bytes).toBeGreaterThan(100_000_000);
});

const first = `'links/first name'`;
const noise = `'contents/size 4096'`;
const attribute = `'attributes/file'`;

test.each([
  ['content', keepTime(noise, `with open(${noise}, 'r+b') as f: f.seek(2000); f.write(b'x')`)],
  ['size', keepTime(noise, `os.truncate(${noise}, 4000)`)],
  ['mode', `os.chmod(${noise}, 0o600)`],
  ['mode', `os.chmod('modes/file 04755', 0o755)`],
  ['mode', `os.chmod('modes/directory 01777', 0o777)`],
  ['mtime', `s = os.stat(${noise})\nos.utime(${noise}, ns=(0, s.st_mtime_ns + 1))`],
  ['mtime', `os.utime('times/link 1969', ns=(0, 0), follow_symlinks=False)`],
  ['mtime', `os.utime('empty directory', ns=(0, 0))`],
  ['xattrs', `os.setxattr(${attribute}, 'user.text', b'other')`],
  ['xattrs', `os.removexattr('attributes/directory', 'user.of a directory')`],
  ['missing', keepParentTime(noise, `os.remove(${noise})`)],
  ['extra', keepParentTime(noise, `open('contents/more', 'w').close()`)],
  [
    'holes',
    keepTime(
      `'holes/hole last'`,
      `d = open('holes/hole last', 'rb').read()\nwith open('holes/hole last', 'wb') as f: f.write(d)`,
    ),
  ],
  [
    'holes',
    keepTime(
      `'contents/zeros, written'`,
      `f = open('contents/zeros, written', 'wb')\nf.truncate(3 << 20)\nf.close()`,
    ),
  ],
  [
    'target',
    `s = os.lstat('links/dangling')
p = os.stat('links')
e = os.lstat('links/dangling, second name').st_ino == s.st_ino
names = ['links/dangling'] + (['links/dangling, second name'] if e else [])
for n in names: os.remove(n)
os.symlink('somewhere', names[0])
for n in names[1:]: os.link(names[0], n, follow_symlinks=False)
os.utime(names[0], ns=(0, s.st_mtime_ns), follow_symlinks=False)
os.utime('links', ns=(0, p.st_mtime_ns))`,
  ],
  [
    'type',
    keepParentTime(
      `'special/fifo'`,
      `s2 = os.lstat('special/fifo')\nos.remove('special/fifo')\nopen('special/fifo', 'w').close()`,
    ),
  ],
  [
    'links',
    keepParentTime(
      first,
      `t = os.stat(${first})\nd = open(${first}, 'rb').read()\nos.remove(${first})\nopen(${first}, 'wb').write(d)\nos.utime(${first}, ns=(0, t.st_mtime_ns))`,
    ),
  ],
  ['links', keepParentTime(first, `os.remove('links/twin 2')\nos.link('links/twin 1', 'links/twin 2')`)],
])('finds a difference in %s', (field, line) => {
  const lines = spoil(line);
  expect(lines.length).toBeGreaterThan(0);
  // A field may drag others along only where they cannot be kept apart (a twin that became a link has one mtime).
  expect(lines.map((each) => /': (\w+):|": (\w+):/.exec(each)?.slice(1).find(Boolean))).toContain(field);
});

test.runIf(isRoot).each([
  ['owner', `os.chown(${noise}, 7, -1)`],
  ['group', `os.chown('owners/link', -1, 7, follow_symlinks=False)`],
  [
    'device',
    `s = os.lstat('special/character device')
p = os.stat('special')
os.remove('special/character device')
os.mknod('special/character device', s.st_mode, os.makedev(1, 5))
os.utime('special/character device', ns=(0, s.st_mtime_ns))
os.utime('special', ns=(0, p.st_mtime_ns))`,
  ],
])('finds a difference in %s', (field, line) => {
  const lines = spoil(line);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`: ${field}: `);
});

test('ignores only what it is told to ignore', () => {
  spoil(`os.chmod(${noise}, 0o600)`);
  expect(compareTrees(original, copy, ['mode']).differences).toBe(0);
  expect(compareTrees(original, copy, ['mtime']).differences).toBe(1);
});

test('a tree that is not there is an error, not an empty tree', () => {
  expect(() => compareTrees(original, join(folder, 'nowhere'))).toThrow('broke');
});
