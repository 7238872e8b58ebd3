import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BackupFixture } from '../../test/backup/backup-fixture.ts';
import { noExclusions } from '../source/exclusion.ts';
import { backupRoots, realPaths } from './backup-roots.ts';
import { leftOutPaths } from './left-out-paths.ts';

const here = new BackupFixture();

describe('a path that was asked for and lies below another', () => {
  test('is a warning where an exclusion keeps the walk from it, by whatever rule', async () => {
    const set = await here.newSet();
    mkdirSync(set.path('keep', 'cache', 'deep'), { recursive: true });
    mkdirSync(set.path('tagged', 'inside'), { recursive: true });
    writeFileSync(set.path('tagged', 'CACHEDIR.TAG'), '');
    writeFileSync(set.path('large'), 'too long');
    const rules = { ...noExclusions, patterns: ['cache'], ifPresent: ['CACHEDIR.TAG'], maxFileBytes: 3 };
    const named = [['keep', 'cache', 'deep'], ['tagged', 'inside'], ['large'], ['keep']];
    const paths = [set.source, ...named.map((names) => set.path(...names))];
    const report = await set.backUp({ paths, rules });
    expect(report.skipped.map(({ path }) => path)).toEqual(paths.slice(1, 4));
    for (const { reason } of report.skipped)
      expect(reason).toBe(
        `it lies below ${set.source}, but an exclusion leaves it out; back it up by a run of its own`,
      );
    expect((await set.backUp({ paths })).skipped).toEqual([]);
  });

  test.runIf(process.platform === 'linux')('is a warning where it is on another file system', () => {
    const asked = realPaths(['/', '/proc', '/proc/self/fd', '/usr']);
    const roots = backupRoots(['/', '/proc', '/usr']);
    const rules = { ...noExclusions, oneFileSystem: true };
    expect(leftOutPaths(asked, roots, rules, []).map(({ reason }) => reason)).toEqual([
      'it lies below /, but is on another file system; back it up by a run of its own',
      'it lies below /, but lies on another file system; back it up by a run of its own',
    ]);
    expect(leftOutPaths(asked.slice(0, 2), roots, noExclusions, [])).toEqual([]);
  });
});
