import { expect, test } from 'vitest';
import { isPrefix, objectName, packName, parseName, type ObjectKind } from './names.ts';

const hash = '0123456789abcdef'.repeat(4);

test('every name parses back to its kind and hash', () => {
  for (const prefix of ['', 'pc/', 'a/b/'])
    for (const kind of [
      'repository',
      'keys',
      'packs',
      'index',
      'lists',
      'snapshots',
      'proof',
    ] as ObjectKind[]) {
      expect(parseName(prefix, objectName(prefix, kind, hash))).toEqual({ kind, hash });
      expect(parseName('other/', objectName(prefix, kind, hash))).toBeUndefined();
    }
  expect(packName('pc/', hash)).toBe(`pc/packs/01/${hash}`);
});

test.each([
  `packs/${hash}`,
  `packs/02/${hash}`,
  `packs/01/01/${hash}`,
  `index/01/${hash}`,
  `index/${hash.toUpperCase()}`,
  `index/${hash.slice(1)}`,
  `index/${hash}/`,
  `indexes/${hash}`,
  `index`,
  ``,
  `/index/${hash}`,
])('"%s" is not a name of ours', (name) => {
  expect(parseName('', name)).toBeUndefined();
});

test('prefixes', () => {
  for (const good of ['', 'pc/', 'machines/pc-1/']) expect(isPrefix(good)).toBe(true);
  for (const bad of ['pc', '/', '/pc/', 'a//b/', './', 'a/../', 'ä/', 'a b/', `${'x'.repeat(300)}/`])
    expect(isPrefix(bad)).toBe(false);
});
