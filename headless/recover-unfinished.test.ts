import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BackupFixture, noise, type TestSet } from '../test/backup/backup-fixture.ts';
import { keyOf, kitOf } from '../test/recovery/recovery-stage.ts';
import { administer } from '../test/storage/open-practice-subject.ts';
import { stillWorld } from '../test/storage/still-world.ts';
import { makeContext, type Outcome } from './command-context.ts';
import { recoverRestore } from './commands/recover-restore.ts';

const fixture = new BackupFixture('b2');
let set: TestSet;
let notes: string[];
let report: string;
let stop: AbortController;
let onNote: (line: string) => void;

beforeEach(async () => {
  set = await fixture.newSet();
  writeFileSync(set.path('small'), noise(5_000, 1));
  await set.backUp();
  writeFileSync(set.path('large'), noise(60_000, 2));
  await set.backUp();
  notes = [];
  report = join(set.folder, 'report.json');
  stop = new AbortController();
  onNote = () => undefined;
  // From now on nothing of the pack with the large file arrives.
  let pack = { name: '', size: 0 };
  for await (const page of set.repository.store.listVersions(`${set.repository.prefix}packs/`))
    for (const row of page) if ((row.size ?? 0) > pack.size) pack = { name: row.name, size: row.size ?? 0 };
  const match = { api: 's3', operation: 'GetObject', key: pack.name };
  await administer(fixture.vault, 'faults', {
    faults: [{ match, times: 10_000, action: { kind: 'drop-before' } }],
  });
});
afterEach(heal);

async function heal(): Promise<void> {
  const options = { method: 'DELETE', headers: { 'x-practice-admin': '1' } };
  await fetch(`${fixture.vault.b2}/.practice/faults`, options);
}

async function restore(paths: readonly string[] = []): Promise<Outcome> {
  const { words, store, prefix, repositoryId } = kitOf(fixture, set);
  const { keyId, key } = await keyOf(fixture, set);
  const environment = { HOLDFAST_WORDS: words.join(' '), HOLDFAST_KEY_ID: keyId, HOLDFAST_KEY: key };
  const quiet = { outIsTerminal: false, errIsTerminal: false, inIsTerminal: false, width: () => 80 };
  const terminal = { environment, out: () => Promise.resolve(), err: () => undefined, ...quiet };
  const context = makeContext({ home: join(set.folder, 'none') }, terminal, stop.signal);
  const note = (line: string): void => {
    notes.push(line);
    onNote(line);
  };
  const place = { b2: store.endpoint, bucket: store.bucket, prefix, repository: repositoryId };
  const id = (await set.snapshots()).at(-1)!.id;
  const flags = { ...place, to: join(set.folder, 'back'), conflict: 'keep-both', report };
  return await recoverRestore({ ...context, world: stillWorld(), note }, id, paths, flags);
}

const reported = (): unknown => JSON.parse(readFileSync(report, 'utf8'));

test('a line that stays down: the report says so and what is back; the whole one takes its place', async () => {
  await expect(restore()).rejects.toMatchObject({ code: 'network-unreachable' });
  expect(notes.join('\n')).toMatch(/for up to 10 min; Ctrl-C ends it[^]*did not finish.*report\.json/);
  expect(reported()).toMatchObject({
    finished: false,
    why: expect.stringMatching(/^No answer from .*same command goes on/),
    of: { files: 2, bytes: 65_000 },
    files: 1,
    bytes: 5_000,
    manifest: null,
    problems: [],
  });
  expect(existsSync(`${report}.sha256`)).toBe(false);
  // Cut short again, it is the newer one that stands.
  await expect(restore()).rejects.toMatchObject({ code: 'network-unreachable' });
  expect(reported()).toMatchObject({ finished: false, files: 1, alreadyThere: 1 });
  await heal();
  expect((await restore()).exitCode).toBe(0);
  expect(reported()).toMatchObject({ finished: true, files: 2, manifest: { files: 2, bytes: 65_000 } });
  await expect(restore()).rejects.toMatchObject({ code: 'path-impossible' });
});

test('stopped by Ctrl-C: the same', async () => {
  onNote = (line) => {
    if (line.includes('Trying again')) stop.abort();
  };
  report = join(set.folder, 'report.txt');
  await expect(restore()).rejects.toMatchObject({ code: 'cancelled' });
  const text = readFileSync(report, 'utf8');
  expect(text).toMatch(/DID NOT FINISH\n[^]*It ended early: Stopped\. The same command goes on/);
  expect(text).toMatch(/Back by then: 1 file, 5,000 bytes of 2 files, 65,000 bytes\./);
  stop = new AbortController();
  await heal();
  expect((await restore()).exitCode).toBe(0);
  expect(readFileSync(report, 'utf8')).toMatch(/^HOLDFAST RESTORE REPORT\n/);
});

test('what is no such report is never replaced, and a mistaken path leaves none', async () => {
  writeFileSync(report, '{ "report": "mine" }');
  await expect(restore()).rejects.toMatchObject({ code: 'path-impossible' });
  expect(readFileSync(report, 'utf8')).toBe('{ "report": "mine" }');
  report = join(set.folder, 'another');
  await expect(restore(['/nowhere'])).rejects.toMatchObject({ code: 'path-not-in-snapshot' });
  expect(existsSync(report)).toBe(false);
});

const mayMount = process.platform === 'linux' && process.geteuid?.() === 0;

test.runIf(mayMount)('a disk that fills up on the way: the same', async (context) => {
  const to = join(set.folder, 'back');
  mkdirSync(to);
  try {
    // Room for itself, one folder and one file.
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,nr_inodes=3', 'tmpfs', to], { stdio: 'ignore' });
  } catch {
    return context.skip();
  }
  try {
    await heal();
    await expect(restore()).rejects.toMatchObject({ code: 'disk-full' });
    expect(reported()).toMatchObject({
      finished: false,
      why: expect.stringMatching(/^No space left/),
      files: 1,
    });
  } finally {
    execFileSync('umount', [to]);
  }
});
