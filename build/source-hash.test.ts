import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { ownTemporaryFolder } from '../test/own-temporary-folder.ts';
import { sourceHash } from './source-hash.ts';

ownTemporaryFolder();

let top: string;
const put = (path: string, text: string): void => writeFileSync(join(top, path), text);
const hash = (): string => sourceHash(top, ['core', 'package.json', 'nothing']);
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'top-'));
  mkdirSync(join(top, 'core'));
  put('core/a.ts', 'a');
  put('package.json', '{}');
});

it.each<[string, () => void]>([
  ['a changed text', () => put('core/a.ts', 'b')],
  ['a new file', () => put('core/b.ts', '')],
  ['another name', () => renameSync(join(top, 'core/a.ts'), join(top, 'core/c.ts'))],
  ['a single file named', () => put('package.json', '{ }')],
])('%s makes another', (_what, change) => {
  const before = hash();
  change();
  expect(hash()).not.toBe(before);
});

it.each<[string, () => void]>([
  ['nothing', () => undefined],
  ['the same text written again', () => put('core/a.ts', 'a')],
  ['a test', () => put('core/a.test.ts', '')],
  ['a file elsewhere', () => put('README.md', '')],
])('%s leaves it as it is', (_what, change) => {
  const before = hash();
  change();
  expect(hash()).toBe(before);
});
