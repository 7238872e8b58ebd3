import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BackupFixture, noise, type TestSet } from '../../test/backup/backup-fixture.ts';
import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import type { ByteRange, ObjectVersion } from '../model/object.ts';
import { openIndex, sealIndex } from '../repository/index-object.ts';
import type { RestoreProblem } from '../restore/restore-report.ts';
import { ForwardingStore } from '../storage/decorators/forwarding-store.ts';
import { realWorld } from '../system/world.ts';
import { ChunkPlaces } from './chunk-places.ts';
import { openPlan, type RecoveryRestoreRequest } from './plan-recovery.ts';
import { recoverFiles, type Recovered } from './recover-files.ts';

const fixture = new BackupFixture('b2');

/** A bucket in which some packs are gone, or other bytes than they were. */
class BrokenStore extends ForwardingStore {
  readonly gone = new Set<string>();
  readonly damaged = new Set<string>();

  protected override around<T>(_operation: string, call: () => Promise<T>): Promise<T> {
    return call();
  }

  #refuseGone(version: ObjectVersion): void {
    if ([...this.gone].some((name) => version.name.endsWith(name)))
      throw new HoldfastError('object-missing', { name: version.name });
  }

  override async head(version: ObjectVersion) {
    this.#refuseGone(version);
    return await super.head(version);
  }

  override async get(version: ObjectVersion, range?: ByteRange): Promise<Uint8Array> {
    this.#refuseGone(version);
    const bytes = await super.get(version, range);
    const isBody = range !== undefined && range.start < 1_000;
    return isBody && [...this.damaged].some((name) => version.name.endsWith(name))
      ? bytes.map((byte) => byte ^ 1)
      : bytes;
  }
}

/** Sees nothing of what is there. */
class BlindStore extends ForwardingStore {
  protected override around<T>(_operation: string, call: () => Promise<T>): Promise<T> {
    return call();
  }

  // oxlint-disable-next-line require-yield -- that is the point
  override async *listVersions(): AsyncGenerator<never> {
    await Promise.resolve();
  }
}

type Stage = { readonly set: TestSet; readonly store: BrokenStore; readonly to: string };

function stageOf(set: TestSet): Stage {
  return { set, store: new BrokenStore(set.repository.store), to: join(set.folder, 'back') };
}

async function requestOf(
  { set, store, to }: Stage,
  more: Partial<RecoveryRestoreRequest> = {},
): Promise<RecoveryRestoreRequest> {
  const snapshot = (await set.snapshots()).at(-1)!;
  return { repository: { ...set.repository, store }, snapshot, paths: [], to, world: realWorld, ...more };
}

async function restore(stage: Stage, more: Partial<RecoveryRestoreRequest> = {}): Promise<Recovered> {
  const request = await requestOf(stage, more);
  const plan = await openPlan(request);
  try {
    return await recoverFiles(request, plan);
  } finally {
    await plan.places.close();
  }
}

/** Where the first piece of a file is looked for first. */
async function packOf({ set, store }: Stage, name: string, of?: FoundSnapshot): Promise<string> {
  const snapshot = of ?? (await set.snapshots()).at(-1)!;
  const repository = { ...set.repository, store };
  const places = await ChunkPlaces.open({ repository, snapshots: [snapshot], want: 'everything' });
  const [piece] = (await set.entries()).get(name)?.content ?? [];
  const place = places.locate(Buffer.from(piece?.id ?? '', 'hex'), 'data');
  await places.close();
  return place?.pack.name ?? '';
}

/** Two backups, so two data packs. */
async function twoPacks(): Promise<Stage> {
  const set = await fixture.newSet();
  writeFileSync(set.path('one'), noise(40_000, 1));
  await set.backUp();
  mkdirSync(set.path('folder'));
  writeFileSync(set.path('folder', 'two'), noise(40_000, 2));
  await set.backUp();
  return stageOf(set);
}

describe('with everything there', () => {
  test('by the index and, where that is gone, by the packs themselves: the same files', async () => {
    const stage = await twoPacks();
    const { set, store } = stage;
    expect((await restore(stage)).report).toMatchObject({ files: 2, problemCount: 0 });
    expect(readFileSync(join(stage.to, 'source', 'folder', 'two'))).toEqual(noise(40_000, 2));
    set.store.gets.length = 0;
    rmSync(stage.to, { recursive: true });
    for await (const page of set.repository.store.listVersions(`${set.repository.prefix}index/`))
      for (const { name } of page) store.gone.add(name);
    expect((await restore(stage)).report).toMatchObject({ files: 2, problemCount: 0 });
    const again = await restore(stage);
    expect(again.report).toMatchObject({ files: 2, alreadyThere: 2, downloadedBytes: 0 });
  });

  test('an index object that lies about a pack does not keep its files away', async () => {
    const stage = await twoPacks();
    const { repository } = stage.set;
    const { keys, repositoryId, prefix, store } = repository;
    const names: string[] = [];
    for await (const page of store.listVersions(`${prefix}index/`))
      names.push(...page.map(({ name }) => name));
    const rows = [];
    for await (const page of store.listVersions(`${prefix}index/`))
      for (const version of page) rows.push(...openIndex(keys, repositoryId, await store.get(version)));
    // Whoever has the words can make one; it counts only because ours are gone. The packs' contents are swapped.
    const data = rows.filter(({ kind }) => kind === 'data');
    const [a, b] = data;
    const lie = sealIndex(
      keys,
      repositoryId,
      [
        { ...a!, contents: b!.contents },
        { ...b!, contents: a!.contents },
      ],
      realWorld.random,
    );
    for (const name of names) stage.store.gone.add(name);
    const sha256 = sha256Hex(lie);
    await fixture.powerful.put({ name: `${prefix}index/${sha256}`, body: lie, sha256, lockUntil: undefined });
    expect((await restore(stage)).report).toMatchObject({ files: 2, problemCount: 0 });
  });
});

describe('with a pack that is', () => {
  test.each(['gone', 'damaged'] as const)('%s: the rest comes back, and the file is named', async (how) => {
    const stage = await twoPacks();
    stage.store[how].add(await packOf(stage, 'source/one'));
    const problems: RestoreProblem[] = [];
    const onAnew = (): void => void (problems.length = 0);
    const request = await requestOf(stage, { onProblem: (problem) => problems.push(problem), onAnew });
    const plan = await openPlan(request);
    expect(plan.outlook).toMatchObject(
      how === 'gone'
        ? { lost: 1, files: 2, missingPacks: [expect.any(String)] }
        : { lost: 0, missingPacks: [] },
    );
    const { report } = await recoverFiles(request, plan);
    await plan.places.close();
    expect(report).toMatchObject({ files: 1, problemCount: 1 });
    expect(problems).toEqual([
      {
        path: join(stage.to, 'source', 'one'),
        reason: expect.stringMatching(how === 'gone' ? /not in the bucket/ : /damaged/),
      },
    ]);
    expect(readFileSync(join(stage.to, 'source', 'folder', 'two'))).toEqual(noise(40_000, 2));
  });

  test.each(['gone', 'damaged'] as const)('%s: a second pack with the same pieces stands in', async (how) => {
    const set = await fixture.newSet();
    writeFileSync(set.path('one'), noise(40_000, 1));
    await set.backUp();
    // A computer that sees nothing of the first backup stores it all again.
    const catalog = set.anotherCatalog('blind');
    const repository = { ...set.repository, store: new BlindStore(set.repository.store) };
    await set.backUp({}, { repository, catalog });
    catalog.close();
    const [first, second] = await set.snapshots();
    const snapshot = { ...first!, parts: [...first!.parts, ...second!.parts] };
    const stage = stageOf(set);
    stage.store[how].add(await packOf(stage, 'source/one', snapshot));
    const { report } = await restore(stage, { snapshot });
    expect(report).toMatchObject({ files: 1, problemCount: 0 });
    expect(readFileSync(join(stage.to, 'source', 'one'))).toEqual(noise(40_000, 1));
    expect(readdirSync(join(stage.to, 'source'))).toEqual(['one']);
  });
});
