import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestRepository } from '../restore/testing/test-repository.ts';
import { carryOut, prepareRestore } from '../restore/run-restore.ts';
import type { RunOutcome } from '../restore/restore-run.ts';
import { realWorld } from '../system/world.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { checkUnchanged } from './check-unchanged.ts';
import { lookedAt, restoredFiles, type RestoredFile } from './restored-files.ts';
import { manifestLine, writeManifest, type ManifestOf } from './write-manifest.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-manifest-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function restoreNasty() {
  const repository = new TestRepository();
  const names = [
    'plain',
    'two\nlines',
    'back\\slash',
    Buffer.from('Käse').toString('latin1'),
    'odd\xff',
    '-rf',
  ];
  const entries = names.map((name, at) => repository.file(name, `contents ${at}`));
  const root = repository.directory('d', entries);
  const request = {
    repository: repository.readable,
    catalog: repository,
    snapshot: repository.snapshot({ '/d': root }),
    paths: [],
    to: join(folder, 'to'),
    world: realWorld,
  };
  return { names, ...(await carryOut(request, await prepareRestore(request))) };
}

const allOf = ({ plan, lost }: Pick<RunOutcome, 'plan' | 'lost'>): ManifestOf => ({
  destination: plan.destination,
  files: () => restoredFiles({ plan, lost }),
});

const quiet = { problem: () => undefined, signal: undefined, onProgress: () => undefined };

test('sha256sum agrees, whatever names look like, and notices a change', async (context) => {
  const { names, outcome } = await restoreNasty();
  const file = join(folder, 'sums');
  const made = await writeManifest(file, allOf(outcome), quiet);
  expect(made).toMatchObject({ files: names.length, sha256: sha256Hex(readFileSync(file)) });
  const check = () =>
    spawnSync('sha256sum', ['-c', '--quiet', file], { cwd: join(folder, 'to'), encoding: 'utf8' });
  if (check().error) return context.skip();
  expect([check().status, check().stdout]).toEqual([0, '']);
  writeFileSync(join(folder, 'to', 'd', 'plain'), 'changed');
  expect(check().stdout).toContain('d/plain: FAILED');
});

test('what was lost is not in it, and what cannot be read back is told', async () => {
  const { outcome, names } = await restoreNasty();
  rmSync(join(folder, 'to', 'd', 'plain'));
  const told: string[] = [];
  const file = join(folder, 'sums');
  const problem = ({ path }: { path: string }): void => void told.push(path);
  const made = await writeManifest(file, allOf({ ...outcome, lost: new Set([1]) }), { ...quiet, problem });
  expect(told.length + made.files).toBe(names.length - 1);
  expect(told.length).toBeLessThanOrEqual(1);
  chmodSync(file, 0o600);
  await expect(writeManifest(file, allOf(outcome), quiet)).rejects.toMatchObject({ code: 'EEXIST' });
});

test('a file that was worked on since it was looked at has no checksum of a restored one', async () => {
  const { outcome } = await restoreNasty();
  const files: RestoredFile[] = [];
  for await (const one of lookedAt(restoredFiles(outcome))) files.push(one);
  const file = join(folder, 'sums');
  const { destination } = outcome.plan;
  const path = join(folder, 'to', 'd', 'plain');
  const contents = readFileSync(path, 'utf8');
  const made = await writeManifest(file, { destination, files: () => files }, quiet);
  expect(made.files).toBe(files.length);
  rmSync(file);
  await checkUnchanged(files, undefined);
  // As long as it was: its time tells.
  writeFileSync(path, contents.toUpperCase());
  const changed = { code: 'restored-changed', details: { path, count: 1 } };
  await expect(checkUnchanged(files, undefined)).rejects.toMatchObject(changed);
  await expect(writeManifest(file, { destination, files: () => files }, quiet)).rejects.toMatchObject(
    changed,
  );
  expect(existsSync(file)).toBe(false);
  rmSync(join(folder, 'to'), { recursive: true });
  await expect(checkUnchanged(files, undefined)).rejects.toMatchObject({ details: { count: files.length } });
});

test('stopped, it leaves no half list', async () => {
  const { outcome } = await restoreNasty();
  const file = join(folder, 'sums');
  const stop = new AbortController();
  const onProgress = (): void => stop.abort();
  await expect(
    writeManifest(file, allOf(outcome), { ...quiet, signal: stop.signal, onProgress }),
  ).rejects.toMatchObject({ code: 'cancelled' });
  expect(existsSync(file)).toBe(false);
});

test('lines as GNU writes them', () => {
  expect(manifestLine('ab', 'a b')).toBe('ab  a b\n');
  expect(manifestLine('ab', 'a\\b\nc\rd')).toBe('\\ab  a\\\\b\\nc\\rd\n');
});
