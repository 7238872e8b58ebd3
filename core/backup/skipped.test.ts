import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BackupFixture, laterWorld, noise } from '../../test/backup/backup-fixture.ts';
import { compareTrees } from '../../test/compare/compare-trees.ts';

const here = new BackupFixture();

/** Does something once, when the scan has been started and the roots looked at. */
function onceDuring(change: () => void): { readonly onProgress: () => void } {
  let done = false;
  return {
    onProgress: () => {
      if (!done) change();
      done = true;
    },
  };
}

test('a file that changes at every run is a warning at every run, and green only when it holds still', async () => {
  const set = await here.newSet();
  mkdirSync(set.path('folder'));
  writeFileSync(set.path('folder', 'quiet'), 'quiet');
  writeFileSync(set.path('folder', 'log'), noise(300_000));
  // There are two buffers for packs: before the third is filled, and long before the file ends, the first is uploaded.
  const grow = (): void => appendFileSync(set.path('folder', 'log'), 'a line\n');
  const busy = { packTargetBytes: 50_000 };
  for (let run = 0; run < 2; run++) {
    set.store.onPut = (request, put) => {
      grow();
      return put(request);
    };
    appendFileSync(set.path('folder', 'log'), noise(200_000, run + 2));
    const report = await set.backUp({}, busy);
    expect(report.skipped).toEqual([
      { path: set.path('folder', 'log'), reason: 'it changed while it was read; what was read is stored' },
    ]);
    await set.expectWhole();
  }
  set.store.onPut = (request, put) => put(request);
  expect((await set.backUp({}, busy)).skipped).toEqual([]);
  expect((await set.backUp({}, busy)).packs).toBe(0);
  expect(compareTrees(set.source, `${await set.restore()}/source`)).toMatchObject({ differences: 0 });
});

test('what vanishes during a run is said; the rest is whole, the next run is green', async () => {
  const set = await here.newSet();
  for (let folder = 0; folder < 3; folder++) {
    mkdirSync(set.path(`${folder}`));
    for (let file = 0; file < 5; file++) writeFileSync(set.path(`${folder}`, `${file}`), noise(3000, file));
  }
  let asked = 0;
  // The clock is asked for the second time when the roots are known and the scan is about to start.
  const world = {
    ...laterWorld,
    now: () => {
      if (++asked === 2) rmSync(set.path('1', '3'), { force: true });
      return laterWorld.now();
    },
  };
  const report = await set.backUp(
    {},
    { world, ...onceDuring(() => rmSync(set.path('2'), { recursive: true, force: true })) },
  );
  for (const { path, reason } of report.skipped) {
    expect(path).toMatch(/\/source\/2/);
    expect(reason).toMatch(/disappeared/);
  }
  await set.expectWhole();
  expect((await set.backUp()).skipped).toEqual([]);
  expect(compareTrees(set.source, `${await set.restore()}/source`)).toMatchObject({ differences: 0 });
});
