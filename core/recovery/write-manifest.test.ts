import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestRepository } from '../restore/testing/test-repository.ts';
import { carryOut, prepareRestore } from '../restore/run-restore.ts';
import { realWorld } from '../system/world.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { manifestLine, writeManifest } from './write-manifest.ts';

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

const quiet = { problem: () => undefined, signal: undefined, onProgress: () => undefined };

test('sha256sum agrees, whatever names look like, and notices a change', async (context) => {
  const { names, outcome } = await restoreNasty();
  const file = join(folder, 'sums');
  const made = await writeManifest(file, outcome, quiet);
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
  const made = await writeManifest(file, { ...outcome, lost: new Set([1]) }, { ...quiet, problem });
  expect(told.length + made.files).toBe(names.length - 1);
  expect(told.length).toBeLessThanOrEqual(1);
  chmodSync(file, 0o600);
  await expect(writeManifest(file, outcome, quiet)).rejects.toMatchObject({ code: 'EEXIST' });
});

test('stopped, it leaves no half list', async () => {
  const { outcome } = await restoreNasty();
  const file = join(folder, 'sums');
  const stop = new AbortController();
  const onProgress = (): void => stop.abort();
  await expect(
    writeManifest(file, outcome, { ...quiet, signal: stop.signal, onProgress }),
  ).rejects.toMatchObject({ code: 'cancelled' });
  expect(existsSync(file)).toBe(false);
});

test('lines as GNU writes them', () => {
  expect(manifestLine('ab', 'a b')).toBe('ab  a b\n');
  expect(manifestLine('ab', 'a\\b\nc\rd')).toBe('\\ab  a\\\\b\\nc\\rd\n');
});
