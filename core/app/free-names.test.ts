import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freeNames } from './free-names.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-names-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('where one of two is there, both get a number, and a link that leads nowhere is there too', () => {
  const names = (): readonly string[] => freeNames(folder, 'a', ['.txt', '.txt.sum']);
  expect(names()).toEqual([join(folder, 'a.txt'), join(folder, 'a.txt.sum')]);
  writeFileSync(join(folder, 'a.txt.sum'), '');
  expect(names()).toEqual([join(folder, 'a (2).txt'), join(folder, 'a (2).txt.sum')]);
  symlinkSync('nowhere', join(folder, 'a (2).txt'));
  expect(names()[0]).toBe(join(folder, 'a (3).txt'));
});

test('after a hundred of them it says so', () => {
  writeFileSync(join(folder, 'a'), '');
  for (let number = 2; number <= 100; number++) writeFileSync(join(folder, `a (${number})`), '');
  expect(() => freeNames(folder, 'a', [''])).toThrow(expect.objectContaining({ code: 'path-impossible' }));
});
