import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const german = join(root, 'renderer', 'words', 'de');
const files = [
  ...readdirSync(german).map((name) => join(german, name)),
  join(root, 'electron', 'words', 'german.ts'),
];

test('what is proven is called by one word in German, in the window and beside the clock', () => {
  const others = files.flatMap(
    (file) => readFileSync(file, 'utf8').match(/[^'"]*(?:ge|er)probt[^'"]*/gi) ?? [],
  );
  expect(others).toEqual([]);
});
