import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeAt } from '../home.ts';
import { writeSettings } from '../settings.ts';
import { lookAtSet } from './look-at-set.ts';
import { nothingSaid } from './memory.ts';
import { sampleSetSettings, sampleSettings } from '../testing/sample-settings.ts';
import { sampleLook } from '../testing/sample-look.ts';

const now = Date.UTC(2026, 10, 23);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-look-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('where the list of runs was lost, the newest backup says since when there is none', async () => {
  const home = homeAt(folder);
  await writeSettings(home, sampleSettings);
  const set = { id: 'main', home, pausedUntil: null, settings: sampleSetSettings };
  const look = async () => await lookAtSet(set, { list: () => ({ runs: [], total: 0 }) }, nothingSaid, now);
  expect((await look()).lastGood).toBeNull();
  const newest = { at: now - 9 * 86_400_000, files: 1, bytes: 1, newFiles: null };
  const seen = {
    ...sampleLook,
    at: now,
    newest,
    least: now,
  };
  await writeFile(join(folder, 'look.json'), JSON.stringify(seen));
  expect((await look()).lastGood).toBe(newest.at);
});
