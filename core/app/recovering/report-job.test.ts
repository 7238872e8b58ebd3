import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownTemporaryFolder } from '../../../test/own-temporary-folder.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { RecordedRestore, RestoreRecord } from '../../recovery/restore-record.ts';
import type { Recovered } from '../../recovery/recover-files.ts';
import { carryOut, prepareRestore } from '../../restore/run-restore.ts';
import { TestRepository } from '../../restore/testing/test-repository.ts';
import { realWorld } from '../../system/world.ts';
import type { RunningJob } from '../service/service-context.ts';
import { KeptRestores } from './kept-restores.ts';
import { reportJob } from './report-job.ts';

ownTemporaryFolder();
let folder: string;
let restores: KeptRestores;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-report-job-'));
  restores = new KeptRestores();
});
afterEach(() => {
  restores.close();
  rmSync(folder, { recursive: true, force: true });
});

const repository = new TestRepository();
const files = Array.from({ length: 1200 }, (_, row) => ({
  ...repository.file(`lost ${row}`, ''),
  size: 1,
  content: [{ id: 'f'.repeat(64), length: 1 }],
}));
const root = repository.directory('d', [...files, repository.file('kept', 'kept')]);
const snapshot = repository.snapshot({ '/d': root });

function about(to: string, downloaded = () => 0): RecordedRestore {
  const meter = { snapshot: () => ({ downloadedBytes: downloaded(), calls: {} }) };
  const place = { store: { endpoint: 'e', bucket: 'b' }, prefix: '', repositoryId: '0' };
  return {
    recovery: { meter, place, now: realWorld.now } as unknown as RecordedRestore['recovery'],
    snapshot: { id: 'a'.repeat(64), uploadedAt: 0, ...snapshot } as unknown as RecordedRestore['snapshot'],
    asked: [],
    to,
    program: 'holdfast 1',
    world: realWorld,
  };
}

async function restore(job: string, signal?: AbortSignal): Promise<void> {
  const to = join(folder, 'to');
  const run = async (record: RestoreRecord): Promise<Recovered> => {
    const request = {
      ...record.watching,
      repository: repository.readable,
      catalog: repository,
      snapshot,
      paths: [],
      to,
      world: realWorld,
    };
    return await carryOut(request, await prepareRestore(request));
  };
  await restores.keep(job, about(to), run, signal);
}

const running = (signal = new AbortController().signal): RunningJob => ({
  id: 'report',
  signal,
  progress: () => undefined,
  ask: () => Promise.resolve(true),
});

const reports = (): readonly string[] => readdirSync(folder).filter((name) => name !== 'to');

test('every path that did not come back is in it, also beyond the thousand that a window shows', async () => {
  await restore('a');
  const kept = restores.get('a');
  expect(await reportJob(kept, folder, running())).toMatchObject({ figures: { files: 1, missing: 1200 } });
  const { file } = kept.written!;
  expect(readFileSync(file, 'utf8').match(/^- .*\/lost \d+: a piece of/gm)).toHaveLength(1200);
  rmSync(join(folder, 'to', 'd', 'kept'));
  await expect(reportJob(kept, folder, running())).rejects.toMatchObject({ code: 'restored-changed' });
  expect(reports()).toHaveLength(2);
});

test('stopped, or where another took its name meanwhile, nothing of it is left and the other stays', async () => {
  await restore('a');
  const kept = restores.get('a');
  await expect(reportJob(kept, folder, running(AbortSignal.abort()))).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect([reports(), kept.written]).toEqual([[], null]);
  let taken = '';
  const job = {
    ...running(),
    progress: () => {
      taken ||= readdirSync(folder).find((name) => name.endsWith('.sha256')) ?? '';
      if (taken !== '') writeFileSync(join(folder, taken.replace('.sha256', '')), 'mine');
    },
  };
  await expect(reportJob(kept, folder, job)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(reports()).toEqual([taken.replace('.sha256', '')]);
  expect(readFileSync(join(folder, taken.replace('.sha256', '')), 'utf8')).toBe('mine');
});

test('stopped while what is back is looked at, all is back and there is no report of it', async () => {
  await restore('a', AbortSignal.abort());
  expect(readFileSync(join(folder, 'to', 'd', 'kept'), 'utf8')).toBe('kept');
  expect(restores.find('a')).toBeUndefined();
});

test('of one that broke off it says what that one downloaded, whatever was downloaded since', async () => {
  let downloaded = 100;
  const breakOff = (): Promise<never> => {
    downloaded += 2048;
    return Promise.reject(new HoldfastError('network-unreachable', {}));
  };
  const asked = about('/x', () => downloaded);
  await expect(restores.keep('a', asked, breakOff)).rejects.toThrow(HoldfastError);
  downloaded += 1_000_000;
  await reportJob(restores.get('a'), folder, running());
  const { file } = restores.get('a').written!;
  expect(readFileSync(file, 'utf8')).toMatch(/^Downloaded:? +2,048 bytes$/m);
});

test('a mistake is no restore, and of many the oldest are forgotten with their files', async () => {
  const fail = (code: 'path-impossible' | 'network-unreachable') => () =>
    Promise.reject(new HoldfastError(code, {}));
  await expect(restores.keep('a', about('/x'), fail('path-impossible'))).rejects.toThrow(HoldfastError);
  expect(restores.find('a')).toBeUndefined();
  for (let row = 0; row < 12; row++)
    await expect(restores.keep(`b${row}`, about('/x'), fail('network-unreachable'))).rejects.toThrow(
      HoldfastError,
    );
  expect([restores.find('b1'), restores.get('b2').end]).toMatchObject([undefined, { error: {} }]);
  expect(() => restores.get('b1')).toThrow(HoldfastError);
  const spools = (): number =>
    readdirSync(tmpdir()).filter((name) => /^holdfast-report-(?!job)/.test(name)).length;
  expect(spools()).toBe(20);
  restores.close();
  expect(spools()).toBe(0);
});
