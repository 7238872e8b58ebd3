import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256Hex } from '../crypto/sha256.ts';
import type { RestoreProblem, RestoreConflict } from '../restore/restore-report.ts';
import { ownTemporaryFolder } from '../../test/own-temporary-folder.ts';
import type { RestoreFacts } from './restore-facts.ts';
import { Spool } from './spool.ts';
import { replacesReport } from './unfinished-report.ts';
import { writeReport, type MayReplace } from './write-report.ts';

ownTemporaryFolder();
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
  writtenAt: at + 90_000,
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
  alreadyThere: 0,
  downloadedBytes: 500,
  writes: 0,
  notes: ['a note'],
  problemCount: 5000,
  conflictCount: 1,
  end: {
    isFinished: true,
    directories: 1,
    manifest: { file: "/tmp/it's.sha256", files: 2, bytes: 1000, sha256: 'a'.repeat(64) },
  },
};

const unfinished: RestoreFacts = {
  ...facts,
  end: {
    isFinished: false,
    why: 'No answer from s3.example.org.',
    next: 'The same command goes on.',
    of: { files: 3, bytes: 1234 },
  },
};

/** Every path is in the report, however many: the list of a restore's report ends at 1,000. */
async function written(
  name: string,
  about = facts,
  mayReplace: MayReplace = 'same-unfinished',
): Promise<string> {
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
    expect(await writeReport(file, about, lists, mayReplace)).toBe(sha256Hex(readFileSync(file)));
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
  expect(text).toContain('a'.repeat(64));
  expect(text).toContain(`'/tmp/it'\\''s.sha256'`);
  expect(text).not.toContain('of an earlier try');
  expect(text).toMatch(/^Report written: +2026-11-22T10:31:30.000Z$/m);
  // A name cannot pretend to be a line of the report.
  expect(text.match(/^Snapshot:/gm)).toHaveLength(1);
});

test('as JSON it says the same', async () => {
  const report = JSON.parse(await written('report.json')) as Record<string, unknown>;
  expect(report).toMatchObject({
    finished: true,
    manifest: { files: 2 },
    files: 2,
    problemCount: 5000,
    snapshot: { lockedUntil: '2026-11-23T10:30:00.000Z' },
  });
  expect(report['problems']).toHaveLength(5000);
  expect(report['conflicts']).toEqual([{ path: '/a', restoredAs: '/a (restored)' }]);
});

test('nothing is written over, and no list stays behind', async () => {
  await written('report.txt');
  await expect(written('report.txt')).rejects.toMatchObject({ code: 'path-impossible' });
  const spool = new Spool<number>();
  spool.add(1);
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('holdfast-report-')).length;
  spool.close();
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('holdfast-report-')).length).toBeLessThan(
    before,
  );
});

describe('of a restore that did not finish', () => {
  test('the page says so first, why, what was back and what was lost so far', async () => {
    const text = await written('report.txt', unfinished);
    expect(text.split('\n').slice(0, 6).join('\n')).toMatch(
      /^HOLDFAST RESTORE REPORT: THE RESTORE DID NOT FINISH\nRestore: .*\n\nIt ended early: No answer from s3\.example\.org\.\nBack by then: 2 files, 1,000 bytes of 3 files, 1,234 bytes\.\n.*The same command goes on/,
    );
    expect(text.match(/^- (?=.\/lost\/)/gm)).toHaveLength(5000);
    expect(text).not.toMatch(/sha256sum|Finished:|read back/);
  });

  test('as JSON: no list of checksums', async () => {
    const report = JSON.parse(await written('report.json', unfinished)) as Record<string, unknown>;
    expect(report).toMatchObject({
      finished: false,
      why: 'No answer from s3.example.org.',
      of: { files: 3 },
      files: 2,
      manifest: null,
    });
    expect(report['problems']).toHaveLength(5000);
  });

  test.each(['report.txt', 'report.json'])(
    '%s is replaced by that of the same restore alone',
    async (name) => {
      await written(name, unfinished);
      const another = { ...facts, to: '/tmp/another' };
      await expect(written(name, another)).rejects.toMatchObject({ words: expect.stringMatching(/another/) });
      await written(name, unfinished);
      expect(await written(name)).not.toMatch(/NOT FINISH|"finished": false/);
      await expect(written(name, unfinished)).rejects.toMatchObject({ code: 'path-impossible' });
      expect(readdirSync(folder)).toEqual([name]);
    },
  );

  test('where nothing may be replaced, it stays too', async () => {
    const before = await written('report.txt', unfinished);
    await expect(written('report.txt', facts, 'nothing')).rejects.toMatchObject({ code: 'EEXIST' });
    expect(readFileSync(join(folder, 'report.txt'), 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['report.txt']);
  });

  test('nothing else is taken for one', async () => {
    const text = await written('report.txt', unfinished);
    for (const other of ['', 'mine', ` ${text}`, text.replace(/[0-9a-f]{64}/, 'x')]) {
      writeFileSync(join(folder, 'other'), other);
      await expect(replacesReport(join(folder, 'other'), undefined)).rejects.toMatchObject({
        code: 'path-impossible',
      });
    }
    symlinkSync('report.txt', join(folder, 'link'));
    for (const path of [folder, join(folder, 'link')])
      await expect(replacesReport(path, undefined)).rejects.toMatchObject({ code: 'path-impossible' });
    expect(await replacesReport(join(folder, 'report.txt'), undefined)).toBe(true);
    expect(await replacesReport(join(folder, 'none'), undefined)).toBe(false);
  });

  test('where the lists cannot be read, the earlier report stays and no half one is left', async () => {
    const before = await written('report.txt', unfinished);
    // oxlint-disable-next-line require-yield -- it fails before
    const broken = (async function* (): AsyncGenerator<never> {
      await Promise.resolve();
      throw new Error('no list');
    })();
    const file = join(folder, 'report.txt');
    await expect(
      writeReport(file, facts, { problems: broken, conflicts: broken }, 'same-unfinished'),
    ).rejects.toThrow('no list');
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['report.txt']);
  });
});
