import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { BackupOptions, BackupReport } from '../../core/backup/backup-types.ts';
import type { CanaryFindings } from '../../core/backup/detection-types.ts';
import { suspicionsIn, withoutSuspicion } from '../../core/locks/suspicion.ts';
import type { Decision } from '../../core/model/snapshot.ts';
import { TreeReader } from '../../core/restore/tree-reader.ts';
import { BackupFixture, type TestSet } from './backup-fixture.ts';
import { encryptInPlace, filesBelow, writeDocuments } from './spoiled-files.ts';

const here = new BackupFixture();
const count = 250;

type Judging = {
  readonly canaries?: CanaryFindings;
  readonly decisions?: readonly Decision[];
  readonly options?: Partial<BackupOptions>;
};
/** Lists that were given to keep, the last one last. */
const kept: (readonly Decision[])[] = [];

async function judged(set: TestSet, judging: Judging = {}): Promise<BackupReport> {
  const { canaries = { altered: [], missing: [] }, decisions, options } = judging;
  return await set.backUp(decisions ? { decisions } : {}, {
    ...options,
    detection: {
      nodes: new TreeReader(set.repository, set.catalog),
      canaries: () => Promise.resolve(canaries),
      keepDecisions: (list) => Promise.resolve(void kept.push(list)),
    },
  });
}

async function newSet(): Promise<TestSet> {
  const set = await here.newSet();
  writeDocuments(set.source, count);
  const first = await judged(set);
  expect(first.detection).toMatchObject({ judgement: undefined, suspicion: undefined, notes: [] });
  return set;
}

const everyday = (set: TestSet): void => {
  appendFileSync(set.path('folder 0', 'file 0.txt'), 'one more line\n');
  mkdirSync(set.path('new'), { recursive: true });
  writeFileSync(set.path('new', `letter ${Math.random()}.txt`), 'Dear all, the tide is in.\n'.repeat(40));
};

test('an everyday run is quiet, and the snapshot carries its figures', async () => {
  const set = await newSet();
  everyday(set);
  renameSync(set.path('folder 1'), set.path('moved'));
  const { detection } = await judged(set);
  expect(detection).toMatchObject({ judgement: { verdict: 'quiet' }, suspicion: undefined, notes: [] });
  const { body } = (await set.snapshots()).at(-1)!;
  expect(body.changes).toMatchObject({ changed: 1, added: 1, moved: 25, removed: 0 });
  const { detection: idle } = await judged(set);
  expect(idle).toMatchObject({ judgement: { verdict: 'quiet' } });
  expect((await set.snapshots()).at(-1)!.body.changes).toMatchObject({ changed: 0, added: 0 });
});

test('200 files encrypted in place are an alarm in that run, and the snapshot says so itself', async () => {
  const set = await newSet();
  const clean = (await set.snapshots()).at(-1)!;
  encryptInPlace(filesBelow(set.source).slice(0, 200));
  const report = await judged(set);
  expect(report.detection).toMatchObject({
    judgement: { verdict: 'suspected' },
    suspicion: { isNew: true, lastClean: clean.id },
  });
  const { body, id } = (await set.snapshots()).at(-1)!;
  expect(id).toBe(report.snapshot);
  const [open] = suspicionsIn(body.decisions);
  expect(open!.since).toBeGreaterThan(clean.uploadedAt);
  expect(open!.signals.length).toBeGreaterThanOrEqual(2);
  for (const { files } of open!.signals) expect(files.length).toBeLessThanOrEqual(20);
  expect(open!.signals.flatMap(({ files }) => files).every((file) => file.startsWith(set.source))).toBe(true);
  expect(kept.at(-1)).toEqual(body.decisions);
});

test('the same again is no alarm once a person said "it was me"', async () => {
  const attack = async (decisions: readonly Decision[]): Promise<BackupReport> => {
    const set = await newSet();
    encryptInPlace(filesBelow(set.source).slice(0, 200));
    return await judged(set, { decisions });
  };
  const first = await attack([]);
  const cleared = withoutSuspicion(kept.at(-1)!, first.detection!.suspicion!, [], 0);
  const second = await attack(cleared);
  expect(first.detection!.judgement!.verdict).toBe('suspected');
  expect(second.detection).toMatchObject({ suspicion: undefined });
  expect(second.detection!.judgement!.verdict).not.toBe('suspected');
});

test('what is open stays the same one; the locks of the last clean snapshot are looked at once', async () => {
  const set = await newSet();
  encryptInPlace(filesBelow(set.source).slice(0, 150));
  const first = await judged(set);
  const decisions = kept.at(-1)!;
  encryptInPlace(filesBelow(set.source).slice(150));
  const second = await judged(set, { decisions });
  const { since } = first.detection!.suspicion!;
  expect(second.detection!.suspicion).toMatchObject({ since });
  const third = await judged(set, { decisions: kept.at(-1)! });
  expect(third.detection).toMatchObject({
    judgement: { verdict: 'quiet' },
    suspicion: { since, isNew: false, renewal: undefined },
  });
  expect(suspicionsIn((await set.snapshots()).at(-1)!.body.decisions)).toHaveLength(1);
  expect(first.detection!.suspicion!.renewal).toMatchObject({ refused: [], missing: [] });
});

test.each([
  [
    'the catalog is lost',
    (set: TestSet) => Promise.resolve(set.loseCatalog()),
    [/catalog.*lost or replaced/],
  ],
  [
    'an older copy of the catalog took its place',
    async (set: TestSet) => {
      const { catalog } = set;
      set.catalog = set.anotherCatalog('other');
      everyday(set);
      await judged(set);
      set.catalog.close();
      set.catalog = catalog;
    },
    [/catalog.*not the one/],
  ],
  [
    'a run was killed when it had already written to the memory',
    async (set: TestSet) => {
      encryptInPlace(filesBelow(set.source).slice(0, 120));
      const { onPut } = set.store;
      set.store.onPut = (request, put) =>
        request.name.includes('snapshots/') ? Promise.reject(new Error('killed')) : put(request);
      await expect(judged(set)).rejects.toThrow('killed');
      set.store.onPut = onPut;
    },
    [],
  ],
])('it is noticed all the same where %s', async (_, happens, notes) => {
  const set = await newSet();
  await happens(set);
  encryptInPlace(filesBelow(set.source).slice(120, 250));
  const { detection } = await judged(set);
  expect(detection).toMatchObject({ judgement: { verdict: 'suspected' } });
  expect(detection!.notes).toEqual(notes.map((note) => expect.stringMatching(note) as unknown));
});

test('deleted folders count, also those that were there all along and those that came back', async () => {
  const set = await newSet();
  for (const number of [1, 2]) rmSync(set.path(`folder ${number}`), { recursive: true });
  await judged(set);
  expect((await set.snapshots()).at(-1)!.body.changes).toMatchObject({ removed: 50, added: 0 });
  writeDocuments(set.source, count);
  await judged(set);
  expect((await set.snapshots()).at(-1)!.body.changes).toMatchObject({ removed: 0, changed: 0, added: 50 });
});

test('a decoy that was altered counts, and changes of the set-up are said', async () => {
  const set = await newSet();
  const decoy = set.path('0000 decoy.txt');
  const { detection } = await judged(set, { canaries: { altered: [decoy], missing: [] } });
  expect(detection!.judgement!.signals).toMatchObject([{ kind: 'canary-altered', strong: true }]);
  mkdirSync(`${set.folder}/elsewhere`);
  writeFileSync(`${set.folder}/elsewhere/a`, 'a');
  const report = await set.backUp(
    { paths: [`${set.folder}/elsewhere`] },
    {
      detection: {
        nodes: new TreeReader(set.repository, set.catalog),
        canaries: () => Promise.resolve({ altered: [], missing: [] }),
        keepDecisions: () => Promise.resolve(),
      },
    },
  );
  expect(report.detection!.notes).toEqual([
    expect.stringContaining(`${set.source} is no longer backed up`),
    expect.stringContaining('elsewhere is backed up from now on'),
  ]);
});

test('a run goes on whatever the looking meets, and says so', async () => {
  const set = await newSet();
  set.loseCatalog();
  encryptInPlace(filesBelow(set.source));
  const failing = (what: string) => () => Promise.reject(new Error(what));
  const report = await set.backUp(
    {},
    {
      detection: {
        nodes: {
          // oxlint-disable-next-line require-yield -- it fails before
          async *entries() {
            await Promise.reject(new Error('no tree'));
          },
        },
        canaries: failing('no decoys'),
        keepDecisions: failing('disk full'),
      },
    },
  );
  expect(report.detection!.notes).toEqual([
    expect.stringMatching(/may have been missed: no tree/),
    expect.stringMatching(/decoys could not be looked at: no decoys/),
    expect.stringMatching(/catalog/),
  ]);
  expect((await set.snapshots()).map(({ id }) => id)).toContain(report.snapshot);
});

test('a catalog that remembers a folder wrongly ends no run', async () => {
  const set = await newSet();
  const row = set.catalog.directories.get(set.path('folder 3'))!;
  set.catalog.directories.put(set.path('folder 3'), { ...row, entries: Buffer.from('[rubbish') });
  rmSync(set.path('folder 3'), { recursive: true });
  const report = await judged(set);
  expect(report.detection!.notes).toEqual([expect.stringMatching(/may have been missed/)]);
  expect((await set.snapshots()).map(({ id }) => id)).toContain(report.snapshot);
});

test('a single file that is backed up is compared too', async () => {
  const set = await here.newSet();
  writeFileSync(set.path('one.txt'), 'one line\n'.repeat(100));
  const request = { paths: [set.path('one.txt')] };
  const detection = {
    nodes: new TreeReader(set.repository, set.catalog),
    canaries: () => Promise.resolve({ altered: [], missing: [] }),
    keepDecisions: () => Promise.resolve(),
  };
  await set.backUp(request, { detection });
  encryptInPlace([set.path('one.txt')]);
  await set.backUp(request, { detection });
  expect((await set.snapshots()).at(-1)!.body.changes).toMatchObject({ changed: 1 });
});
