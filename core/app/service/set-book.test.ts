import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realWorld } from '../../system/world.ts';
import { writeSettings } from '../settings.ts';
import { sampleSetSettings, sampleSettings } from '../testing/sample-settings.ts';
import { noteProof } from '../upkeep-state.ts';
import { makeJobs } from './jobs.ts';
import { openRunLog } from './run-log.ts';
import type { BackupSet, Sets } from './service-context.ts';
import { openSetBook } from './set-book.ts';
import { openSets } from './sets.ts';
import { silentLog } from './silent-log.ts';

const day = 86_400_000;
const ends: (() => unknown)[] = [];
let appFolder: string;
beforeEach(async () => {
  appFolder = await mkdtemp(join(tmpdir(), 'holdfast-book-'));
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
  await rm(appFolder, { recursive: true });
});

async function addMain(sets: Sets): Promise<BackupSet> {
  const { home } = sets.nextHome('Main');
  await mkdir(home.folder, { recursive: true });
  await writeSettings(home, sampleSettings);
  return await sets.add(home, sampleSetSettings);
}

/** A set that was backed up, proven and looked at a moment ago. */
async function lookedAt({ home }: BackupSet): Promise<void> {
  const now = realWorld.now();
  for (const half of ['lockHalf', 'keyHalf'] as const) await noteProof(home, half, { at: now, ok: true });
  const look = {
    version: 1,
    at: now,
    aheadMs: 0,
    snapshots: 1,
    kept: 1,
    newest: { at: now, files: 2, bytes: 2, newFiles: 2 },
    least: now + 30 * day,
    hiddenNeeded: 0,
    calendar: [],
    neededBytes: 2,
    otherBytes: 0,
    suspectedSince: null,
    clockWarning: null,
    keyAlarm: null,
    keyWords: null,
  };
  await writeFile(join(home.folder, 'look.json'), JSON.stringify(look));
}

test('a set that gets the id of a forgotten one shows nothing of that one', async () => {
  const sets = await openSets({
    appFolder,
    world: realWorld,
    changed: () => undefined,
    letGo: (id) => Promise.resolve(runs.close(id)),
  });
  const runs = openRunLog((id) => sets.get(id).home, silentLog);
  ends.push(() => runs.close());
  const jobs = makeJobs({
    world: realWorld,
    log: silentLog,
    runs,
    isVisible: () => false,
    tell: () => undefined,
    changed: () => undefined,
  });
  ends.push(() => jobs.stop());
  const book = openSetBook({
    world: realWorld,
    sets,
    jobs,
    runs,
    unlocked: { get: () => undefined, set: () => undefined, forget: () => undefined },
    useSet: () => Promise.reject(new Error('nobody answers')),
    nextRun: () => null,
    changed: () => undefined,
    looked: () => undefined,
  });
  const first = await addMain(sets);
  await lookedAt(first);
  await book.reread(first.id);
  const seen = book.summary(first);
  expect(seen.protectedUntil).toBeGreaterThan(realWorld.now());
  expect(seen.lastBackup).toMatchObject({ newFiles: 2 });
  await sets.pause(first.id, 5);
  expect(book.summary(sets.get(first.id)).lastBackup).toMatchObject({ newFiles: 2 });
  // One that is read as its set goes.
  const reading = book.reread(first.id);
  await Promise.all([reading, sets.forget(first.id)]);
  const next = await addMain(sets);
  expect(next.id).toBe(first.id);
  expect(book.summary(next)).toMatchObject({ protectedUntil: null, lastBackup: null });
  await book.reread(next.id);
  expect(book.summary(next)).toMatchObject({ protectedUntil: null, lastBackup: null });
});
