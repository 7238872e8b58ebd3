import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { BackupFixture, noise, type TestSet } from '../../../test/backup/backup-fixture.ts';
import { spoiled } from '../../../test/check/spoiled-repository.ts';
import { ownTemporaryFolder } from '../../../test/own-temporary-folder.ts';
import { readUpkeep } from '../upkeep-state.ts';
import { homeAt } from '../home.ts';
import { realWorld } from '../../system/world.ts';
import { isDrillDue, noteOutcome } from './note-outcome.ts';
import { runDrill, type DrillReport } from './run-drill.ts';

ownTemporaryFolder();
const fixture = new BackupFixture();
const day = 86_400_000;
let set: TestSet;

beforeAll(async () => {
  set = await fixture.newSet();
  for (let folder = 0; folder < 6; folder++) {
    mkdirSync(set.path(`folder ${folder}`));
    for (let file = 0; file < 10; file++)
      writeFileSync(set.path(`folder ${folder}`, `file ${file}`), noise(5_000, folder * 10 + file));
  }
  mkdirSync(set.path('more'));
  // Two of one name, one whose name is not ASCII, one that is empty.
  writeFileSync(set.path('more', 'file 1'), noise(300_000, 99));
  writeFileSync(set.path('more', 'Grüße 😀'), 'text');
  writeFileSync(set.path('more', 'empty'), '');
  await set.backUp();
});

async function drill(
  repository = set.repository,
  limits = { files: 100, bytes: 200e6 },
): Promise<DrillReport> {
  const snapshot = (await set.snapshots()).at(-1);
  if (!snapshot) throw new Error('no snapshot');
  const { catalog } = set;
  return await runDrill({ repository, catalog, snapshot, limits, now: Date.now(), world: realWorld });
}

const ours = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('holdfast-drill-'));
let before = ours();
afterEach(() => {
  expect(ours()).toEqual(before);
  before = ours();
});

test('everything fits: all is restored and compared, and the bucket is not touched', async () => {
  set.store.puts.length = 0;
  const report = await drill();
  expect(report).toMatchObject({ files: 63, compared: 63, notCompared: [], problems: [] });
  expect(set.store.puts).toEqual([]);
});

test('a sample is as small as asked for', async () => {
  expect(await drill(set.repository, { files: 5, bytes: 200e6 })).toMatchObject({ files: 5, compared: 5 });
  const bytes = (await drill(set.repository, { files: 50, bytes: 21_000 })).bytes;
  expect([bytes <= 21_000, bytes >= 20_000]).toEqual([true, true]);
});

test('a lost pack fails the drill: its files are named by the path of the snapshot', async () => {
  const needed = set.store.listVersions(`${set.repository.prefix}packs/`);
  let largest = { name: '', size: 0 };
  for await (const page of needed)
    for (const { name, size } of page) if (size > largest.size) largest = { name, size };
  const lost = largest.name.slice(set.repository.prefix.length);
  const report = await drill(spoiled(set.repository, { gone: (name) => name === lost }));
  expect(report.problems.length).toBeGreaterThan(0);
  expect(report.files + report.problems.length).toBe(63);
  for (const { path } of report.problems) expect(statSync(path).isFile()).toBe(true);
});

test('without any tree pack the drill fails too, instead of finding nothing to do', async () => {
  const report = await drill(spoiled(set.repository, { gone: (name) => name.startsWith('packs/') }));
  expect([report.files, report.problems.map(({ path }) => path)]).toEqual([0, [set.source]]);
});

test('a file that is another here, with the size and time of then, fails the drill; a changed one does not', async () => {
  const path = set.path('folder 3', 'file 3');
  const other = set.path('folder 2', 'file 2');
  // A time that a double holds to the nanosecond, before the backup that is drilled.
  utimesSync(path, 1_600_000_000, 1_600_000_000);
  await set.backUp();
  writeFileSync(path, noise(5_000, 4_711));
  utimesSync(path, 1_600_000_000, 1_600_000_000);
  writeFileSync(other, 'changed since');
  const report = await drill();
  expect(report.problems).toEqual([
    { path, reason: expect.stringMatching(/differs from the file on this computer/) as unknown },
  ]);
  expect(report.notCompared).toEqual([
    { path: other, reason: expect.stringMatching(/changed on this computer since/) as unknown },
  ]);
});

test('a home remembers the last drill; a failed one is an event; after a month the next is due', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-home-'));
  const home = homeAt(folder);
  const good: DrillReport = {
    snapshot: 'a',
    files: 2,
    bytes: 20,
    downloadedBytes: 30,
    compared: 1,
    notCompared: [],
    problems: [],
    seconds: 1,
  };
  expect(isDrillDue((await readUpkeep(home)).lastDrill, 1_000)).toBe(true);
  await noteOutcome(home, good, 1_000.5);
  const once = await readUpkeep(home);
  expect([once.lastDrill, once.events]).toEqual([
    { at: 1_000, ok: true, files: 2, bytes: 20, compared: 1, problems: 0 },
    [],
  ]);
  expect([
    isDrillDue(once.lastDrill, 1_000 + 31 * day),
    isDrillDue(once.lastDrill, 1_001 + 31 * day),
  ]).toEqual([false, true]);
  const problems = [
    { path: '/a/b', reason: 'the reason' },
    { path: '/a/c', reason: 'another' },
  ];
  await noteOutcome(home, { ...good, problems }, 2_000);
  const { lastDrill, events } = await readUpkeep(home);
  expect(lastDrill).toMatchObject({ at: 2_000, ok: false, problems: 2 });
  expect(events).toMatchObject([
    { kind: 'drill-failed', words: expect.stringContaining('/a/b and 1 more: the reason') as unknown },
  ]);
  await rm(folder, { recursive: true });
});
