import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256Hex } from '../crypto/sha256.ts';
import type { RestoreProblem, RestoreConflict } from '../restore/restore-report.ts';
import type { RestoreFacts } from './restore-facts.ts';
import { Spool } from './spool.ts';
import { writeReport } from './write-report.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-written-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = Date.UTC(2026, 10, 22, 10, 30);
const facts: RestoreFacts = {
  program: 'holdfast 1',
  user: 'eve\nSnapshot: none',
  host: 'desk',
  startedAt: at,
  finishedAt: at + 60_000,
  providerTime: at + 500,
  from: { endpoint: 'https://s3.example.org', bucket: 'b', prefix: '', repository: '0'.repeat(32) },
  snapshot: {
    id: 'f'.repeat(64),
    uploadedAt: at - 86_400_000,
    complete: true,
    host: 'laptop',
    user: 'ada',
    program: 'holdfast 1',
    folders: ['/home/ada'],
    files: 3,
    bytes: 1234,
    lockedUntil: at + 86_400_000,
    skippedCount: 1,
  },
  asked: [],
  to: '/tmp/it',
  files: 2,
  bytes: 1000,
  directories: 1,
  alreadyThere: 0,
  downloadedBytes: 500,
  writes: 0,
  manifest: { file: "/tmp/it's.sha256", files: 2, bytes: 1000, sha256: 'a'.repeat(64) },
  notes: ['a note'],
  problemCount: 5000,
  conflictCount: 1,
};

/** Every path is in the report, however many: the list of a restore's report ends at 1,000. */
async function written(name: string): Promise<string> {
  const problems = new Spool<RestoreProblem>();
  const conflicts = new Spool<RestoreConflict>();
  problems.add({ path: 'of an earlier try', reason: 'x' });
  problems.clear();
  for (let row = 0; row < 5000; row++) problems.add({ path: `/lost/${row}\u2028`, reason: 'gone' });
  conflicts.add({ path: '/a', restoredAs: '/a (restored)' });
  expect(problems.count).toBe(5000);
  const file = join(folder, name);
  const lists = { problems: problems.items(), conflicts: conflicts.items() };
  try {
    expect(await writeReport(file, facts, lists)).toBe(sha256Hex(readFileSync(file)));
  } finally {
    problems.close();
    conflicts.close();
  }
  return readFileSync(file, 'utf8');
}

test('a page of text holds all that did not come back', async () => {
  const text = await written('report.txt');
  expect(text.match(/^- (?=.\/lost\/)/gm)).toHaveLength(5000);
  expect(text).toContain('- /a: restored as /a (restored)');
  expect(text).toContain('2026-11-21T10:30:00.000Z');
  expect(text).toContain(facts.manifest.sha256);
  expect(text).toContain(`'/tmp/it'\\''s.sha256'`);
  expect(text).not.toContain('of an earlier try');
  // A name cannot pretend to be a line of the report.
  expect(text.match(/^Snapshot:/gm)).toHaveLength(1);
});

test('as JSON it says the same', async () => {
  const report = JSON.parse(await written('report.json')) as Record<string, unknown>;
  expect(report).toMatchObject({
    files: 2,
    problemCount: 5000,
    snapshot: { lockedUntil: '2026-11-23T10:30:00.000Z' },
  });
  expect(report['problems']).toHaveLength(5000);
  expect(report['conflicts']).toEqual([{ path: '/a', restoredAs: '/a (restored)' }]);
});

test('nothing is written over, and no list stays behind', async () => {
  await written('report.txt');
  await expect(written('report.txt')).rejects.toMatchObject({ code: 'EEXIST' });
  const spool = new Spool<number>();
  spool.add(1);
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('holdfast-report-')).length;
  spool.close();
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('holdfast-report-')).length).toBeLessThan(
    before,
  );
});
