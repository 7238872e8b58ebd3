import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodePacks, type CachedDirectory } from '../catalog/directories.ts';
import type { SkippedPath } from '../model/snapshot.ts';
import { noExclusions, type ExclusionRules } from './exclusion.ts';
import { Listing } from './listing.ts';
import type { ChangedDirectory, UnchangedChild } from './scan-messages.ts';
import { Scanner } from './scanner.ts';

let folder = '';
let cache = new Map<string, CachedDirectory>();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-scanner-'));
  cache = new Map();
  for (const path of ['a/b/c', 'a/d', 'e']) mkdirSync(join(folder, path), { recursive: true });
  for (const path of ['a/b/c/one', 'a/d/two', 'e/three', 'four']) writeFileSync(join(folder, path), path);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** So late that nothing looks too young. */
const later = (): bigint => BigInt(Date.now() + 60_000) * 1_000_000n;

type Scan = {
  readonly outcome: Omit<UnchangedChild, 'index'> | undefined;
  readonly changed: readonly ChangedDirectory[];
  readonly paths: readonly string[];
  readonly skipped: readonly SkippedPath[];
};

function scan(
  rules: Partial<ExclusionRules> = {},
  options: { usable?: readonly number[]; startedNs?: bigint; root?: string } = {},
): Scan {
  const changed: ChangedDirectory[] = [];
  const skipped: SkippedPath[] = [];
  const usablePacks = new Uint8Array(100);
  for (const pack of options.usable ?? [1, 2, 3, 4, 5, 6, 7, 8, 9]) usablePacks[pack] = 1;
  const request = {
    catalogFile: '',
    roots: [],
    rules: { ...noExclusions, ...rules },
    never: [],
    usablePacks,
    startedNs: options.startedNs ?? later(),
    flow: new SharedArrayBuffer(32),
  };
  const scanner = new Scanner(request, (path) => cache.get(path), {
    changed: (directory) => changed.push(directory),
    skipped: (paths) => skipped.push(...paths),
    saw: () => undefined,
    stopped: () => false,
  });
  const root = options.root ?? folder;
  const outcome = scanner.scanRoot(root);
  return { outcome, changed, skipped, paths: changed.map(({ path }) => relative(root, path)) };
}

/** As if all of it had been stored, each folder in a pack of its own. */
function remember(scanned: Scan): void {
  for (const [index, { path, listing, incomplete }] of scanned.changed.entries())
    if (!incomplete)
      cache.set(path, {
        listing,
        entries: Buffer.from('[]'),
        node: Buffer.alloc(32, index + 1),
        packs: encodePacks([index + 1]),
      });
}

const names = (directory: ChangedDirectory | undefined): readonly string[] =>
  new Listing(directory!.listing).names;

test('the first time everything is new, children first', () => {
  const { paths, outcome, changed } = scan();
  expect(paths).toEqual(['a/b/c', 'a/b', 'a/d', 'a', 'e', '']);
  expect(outcome).toBeUndefined();
  expect(changed.every(({ reusable }) => reusable.every((one) => one === 0))).toBe(true);
});

test('an unchanged tree is one result, with all its packs and counts', () => {
  remember(scan());
  const { outcome, changed } = scan();
  expect(changed).toEqual([]);
  expect(outcome!.node).toEqual(Buffer.alloc(32, 6));
  expect([...outcome!.packs].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(outcome!.counts).toEqual({ files: 4, directories: 5, others: 0, bytes: 9 + 7 + 7 + 4 });
});

test('a change deep down makes exactly the folders up to the root changed', () => {
  remember(scan());
  writeFileSync(join(folder, 'a/b/c/one'), 'longer than before');
  const { paths, changed } = scan();
  expect(paths).toEqual(['a/b/c', 'a/b', 'a', '']);
  const top = changed.at(-1)!;
  expect(names(top)).toEqual(['a', 'e', 'four']);
  expect(top.unchanged.map(({ index }) => names(top)[index])).toEqual(['e']);
  expect([...top.reusable]).toEqual([1, 1, 1]);
  expect([...changed[0]!.reusable]).toEqual([0]);
});

test.each([
  ['a new file', () => writeFileSync(join(folder, 'e/new'), '')],
  ['a file that went', () => rmSync(join(folder, 'e/three'))],
  ['other rights', () => chmodSync(join(folder, 'e/three'), 0o600)],
  [
    'a file that became a folder',
    () => (rmSync(join(folder, 'e/three')), mkdirSync(join(folder, 'e/three'))),
  ],
])('%s is a change', (_, change) => {
  remember(scan());
  change();
  expect(scan().paths.filter((path) => path !== 'e/three')).toEqual(['e', '']);
});

test('a folder in a pack that is struck or lapsed is read again, and the ones above it', () => {
  remember(scan());
  const { paths, changed } = scan({}, { usable: [1, 2, 4, 5, 6] });
  expect(paths).toEqual(['a/d', 'a', '']);
  expect(changed[0]!.cachedEntries).toBeUndefined();
  expect([...changed[0]!.reusable]).toEqual([0]);
});

test('what looks too young to trust is read again next time', () => {
  remember(scan({}, { startedNs: BigInt(Date.now()) * 1_000_000n }));
  const { paths, changed } = scan();
  expect(paths).toHaveLength(6);
  expect(changed[0]!.reusable[0]).toBe(0);
  remember(scan());
  expect(scan().changed).toEqual([]);
});

describe('what cannot be read', () => {
  test('a root that is gone is said, and not remembered', () => {
    const { skipped, changed } = scan({}, { root: join(folder, 'none') });
    expect(skipped).toEqual([
      { path: join(folder, 'none'), reason: 'it disappeared before it could be read' },
    ]);
    expect(changed).toMatchObject([{ incomplete: true }]);
  });

  test.skipIf(process.geteuid?.() === 0)(
    'a folder without permission stays a warning until it can be read',
    () => {
      remember(scan());
      chmodSync(join(folder, 'e'), 0);
      for (let run = 0; run < 2; run++) {
        const scanned = scan();
        expect(scanned.skipped).toMatchObject([{ reason: 'no permission to read it' }]);
        remember(scanned);
      }
      chmodSync(join(folder, 'e'), 0o755);
      expect(scan().skipped).toEqual([]);
    },
  );
});

describe('rules', () => {
  test('other rules are other folders', () => {
    remember(scan());
    const { paths, changed } = scan({ patterns: ['e/', 'two'] });
    expect(paths).toEqual(['a/d', 'a', '']);
    expect(names(changed.at(-1))).toEqual(['a', 'four']);
  });

  // /proc is a file system of its own wherever this runs; so is what is mounted in /dev.
  test.skipIf(process.platform !== 'linux')('one file system: also at the first level', () => {
    const rules = { patterns: ['/*', '!/shm', '!/pts'], oneFileSystem: true };
    const { paths, changed } = scan(rules, { root: '/dev' });
    expect(paths.toSorted()).toEqual(['', 'pts', 'shm']);
    for (const directory of changed.filter(({ path }) => path !== '/dev')) {
      expect(names(directory)).toEqual([]);
      expect(directory.incomplete).toBe(true);
    }
    const all = scan({ ...rules, oneFileSystem: false }, { root: '/dev' });
    expect(names(all.changed.find(({ path }) => path === '/dev/pts'))).toContain('ptmx');
  });
});
