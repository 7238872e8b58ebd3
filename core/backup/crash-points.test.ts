import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BackupFixture, noise, type TestSet } from '../../test/backup/backup-fixture.ts';
import { compareTrees } from '../../test/compare/compare-trees.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';

const here = new BackupFixture();
function changeTree(set: TestSet, seed: number): void {
  mkdirSync(set.path('folder'), { recursive: true });
  writeFileSync(set.path('folder', 'big'), noise(30_000, seed));
  writeFileSync(set.path('small'), `small ${seed}`);
}

/**
 * Throws at PUT number `at`, before or after its effect, and at all that follow: this computer has stopped. List parts count
 * once, as many as the packs' names make.
 */
function stopAt(set: TestSet, at: number, effect: boolean): void {
  set.store.onPut = async (request, put) => {
    const number = set.store.putFolders.length;
    if (number === at && effect) await put(request);
    if (number >= at) throw new HoldfastError('network-unreachable', {}, { retry: 'unclear' });
    return put(request);
  };
}

function keepCopy(set: TestSet): () => void {
  const copy = join(set.folder, 'older');
  set.catalog.close();
  copyFileSync(join(set.folder, 'catalog'), copy);
  set.catalog = set.anotherCatalog('catalog');
  return () => {
    set.catalog.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(set.folder, `catalog${suffix}`), { force: true });
    copyFileSync(copy, join(set.folder, 'catalog'));
    set.catalog = set.anotherCatalog('catalog');
  };
}

describe.each([
  ['before its effect', 'kept', false],
  ['after its effect', 'kept', true],
  ['after its effect', 'lost', true],
  ['after its effect', 'older', true],
] as const)('a run that stops at any PUT, %s; the catalog is %s', (_, memory, effect) => {
  test('older snapshots are whole, the next run uses what there is', async () => {
    const set = await here.newSet();
    changeTree(set, 0);
    const whole = [(await set.backUp()).snapshot];
    for (let at = 1, finished = false; !finished; at++) {
      const restoreCopy = keepCopy(set);
      changeTree(set, at);
      stopAt(set, at, effect);
      const outcome = await set.backUp().catch((error: unknown) => error);
      set.store.onPut = (request, put) => put(request);
      finished = !(outcome instanceof Error);
      if (finished) expect(at).toBe(6);
      else expect(outcome).toMatchObject({ code: 'network-unreachable' });
      const confirmed = set.catalog.objects.ofKinds('data', 'tree').length;
      if (memory === 'lost') set.loseCatalog();
      if (memory === 'older') restoreCopy();
      const next = await set.backUp();
      // The first PUT is the data pack, the second the tree pack; an older catalog learns of them by the index, the third.
      const isThere = (put: number): boolean =>
        finished || (memory === 'older' ? at >= 3 : at > put || (effect && at === put));
      expect(next.newBytes === 0).toBe(isThere(1));
      expect(next.packs).toBe((isThere(1) ? 0 : 1) + (isThere(2) ? 0 : 1));
      if (memory === 'kept' && at > 2)
        expect(set.catalog.objects.ofKinds('data', 'tree')).toHaveLength(confirmed);
      const all = await set.expectWhole();
      // A snapshot object may have arrived without anybody knowing: it counts as well.
      const unheard = effect && at === 5 ? 1 : 0;
      expect(all).toHaveLength(whole.length + 1 + (finished ? 1 : unheard));
      expect(all.slice(0, whole.length)).toEqual(whole);
      whole.splice(0, whole.length, ...all);
    }
    expect(compareTrees(set.source, `${await set.restore()}/source`)).toMatchObject({ differences: 0 });
  });
});
