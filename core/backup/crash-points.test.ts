import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BackupFixture, noise, type TestSet } from '../../test/backup/backup-fixture.ts';
import { compareTrees } from '../../test/compare/compare-trees.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';

const here = new BackupFixture();
/** With packs of this size and this tree: five data packs, tree, index, list, snapshot. */
const options = { packTargetBytes: 40_000 };

function changeTree(set: TestSet, seed: number): void {
  mkdirSync(set.path('folder'), { recursive: true });
  writeFileSync(set.path('folder', 'big'), noise(150_000, seed));
  writeFileSync(set.path('small'), `small ${seed}`);
}

/** Throws at PUT number `at`, before or after its effect, and at all that follow: this computer has stopped. */
function stopAt(set: TestSet, at: number, effect: boolean): void {
  let number = 0;
  set.store.onPut = async (request, put) => {
    number++;
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

describe.each(['kept', 'lost', 'older'] as const)(
  'a run that stops at any PUT; the catalog is %s',
  (memory) => {
    test.each([false, true])('after the effect: %s', async (effect) => {
      const set = await here.newSet();
      changeTree(set, 1);
      const whole = [(await set.backUp({}, options)).snapshot];
      let at = 1;
      for (let finished = false; !finished; at++) {
        const restoreCopy = keepCopy(set);
        changeTree(set, 100 + at);
        stopAt(set, at, effect);
        const confirmed = new Map<string, number>();
        const outcome = await set.backUp({}, options).catch((error: unknown) => error);
        set.store.onPut = (request, put) => put(request);
        for (const { name, size } of set.catalog.objects.ofKinds('data', 'tree')) confirmed.set(name, size);
        finished = !(outcome instanceof Error);
        if (!finished) {
          expect(outcome).toMatchObject({ code: 'network-unreachable' });
          // Its snapshot object may have arrived without anybody knowing: then it is whole as well.
          const ids = await set.expectWhole();
          expect(ids.slice(0, whole.length)).toEqual(whole);
        }
        if (memory === 'lost') set.loseCatalog();
        if (memory === 'older') restoreCopy();
        const before = new Set((await set.expectWhole()).values());
        const next = await set.backUp({}, options);
        const all = await set.expectWhole();
        expect(all).toHaveLength(before.size + 1);
        // What the first run uploaded and heard of (kept), and what it uploaded at all (lost, older), is used.
        const dataPuts = set.store.puts.filter(({ name }) => name.includes('/packs/'));
        for (const { name } of dataPuts)
          expect(confirmed.has(name.slice(set.repository.prefix.length))).toBe(false);
        if (finished || at > 6) expect(next.newBytes).toBe(0);
        whole.splice(0, whole.length, ...all);
      }
      expect(at).toBeGreaterThan(8);
      expect(compareTrees(set.source, `${await set.restore()}/source`)).toMatchObject({ differences: 0 });
    });
  },
);
