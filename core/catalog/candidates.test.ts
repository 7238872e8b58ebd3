import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCatalog } from './catalog.ts';

test('candidates are what the last pass found, also for the next process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-candidates-'));
  const file = join(folder, 'catalog');
  const first = openCatalog(file, 'repository');
  first.candidates.replace([
    { name: 'packs/a', since: 1_000.7 },
    { name: 'packs/b', since: 2_000 },
  ]);
  first.close();
  const second = openCatalog(file, 'repository');
  expect(['packs/a', 'packs/b', 'packs/c'].map((name) => second.candidates.since(name))).toEqual([
    1_000,
    2_000,
    undefined,
  ]);
  second.candidates.replace([{ name: 'packs/b', since: 2_000 }]);
  expect(['packs/a', 'packs/b'].map((name) => second.candidates.since(name))).toEqual([undefined, 2_000]);
  second.close();
  rmSync(folder, { recursive: true });
});
