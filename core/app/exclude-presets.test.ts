import { expect, test } from 'vitest';
import type { Excludes } from '../contract/sets.ts';
import { fromText } from '../source/byte-path.ts';
import { PatternExclusion } from '../source/exclusion.ts';
import { rulesOf } from './exclude-presets.ts';

const root = '/home/a';
const excludes = (presets: Excludes['presets'], patterns: readonly string[] = []): Excludes => ({
  presets,
  patterns: [...patterns],
  ifPresent: [],
  maxFileBytes: null,
  oneFileSystem: false,
});

const out = (chosen: Excludes, folders: readonly string[]): readonly string[] => {
  const matcher = new PatternExclusion(fromText(root), rulesOf(chosen).patterns);
  return folders.filter((path) =>
    matcher.excludes(fromText(`${root}/${path}`), !/\.v(?:mdk|di|cf)$/.test(path)),
  );
};

test.each([
  [
    'caches',
    ['.cache', 'Library/Caches', 'AppData/Local/Temp', 'x/.npm/_cacache'],
    ['Documents', 'Library', 'Caches'],
  ],
  ['development', ['a/node_modules', '.venv', 'rust/target/release'], ['target', 'src', 'release']],
  ['trash', ['.local/share/Trash', '.Trash', '.Trash-1000', '$RECYCLE.BIN'], ['Trash', '.local/share']],
  ['downloads', ['Downloads'], ['work/Downloads']],
  ['virtual-machines', ['a.vmdk', 'b/c.vdi', 'VirtualBox VMs', 'mac.utm'], ['VMs', 'a.vcf']],
] as const)('%s leaves out what it says and nothing beside it', (preset, left, kept) => {
  expect(out(excludes([preset]), [...left, ...kept])).toEqual(left);
});

test('what a person writes himself wins over a preset', () => {
  expect(out(excludes(['caches'], ['!.cache/']), ['.cache'])).toEqual([]);
});

test('sizes and marker files are handed on', () => {
  const rules = rulesOf({
    ...excludes(['caches']),
    ifPresent: ['.nobackup'],
    maxFileBytes: 5,
    oneFileSystem: true,
  });
  expect(rules).toMatchObject({
    ifPresent: ['CACHEDIR.TAG', '.nobackup'],
    maxFileBytes: 5,
    oneFileSystem: true,
  });
  expect(rulesOf(excludes([])).maxFileBytes).toBeUndefined();
});
