import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Place, SetUp } from '../places/place.ts';
import { workFolder } from '../work-folder.ts';
import { bytesOf, objectsOf } from './objects-of.ts';
import { expectRestores } from './restored.ts';

const mib = 1 << 20;
const files = 8;
const treeBytes = files * 20 * mib;

/** `kill -9` in the middle of a backup loses nothing but the moment. */
export function killedStory(place: () => Place): void {
  describe('kill -9', () => {
    const folder = workFolder();
    const tree = join(folder.path, 'tree');
    let setUp: SetUp;
    let older: string;
    const count = async (kind: string): Promise<number> => (await objectsOf(setUp.owner, kind)).length;

    beforeAll(async () => {
      folder.make();
      setUp = await place().setUp();
      newTree();
      writeFileSync(join(folder.path, 'small'), 'small');
      older = String((await setUp.holdfast.succeed(['backup', join(folder.path, 'small')]))['snapshot']);
    });
    afterAll(() => folder.remove());

    /** Noise, so that nothing of it is in the repository yet. */
    function newTree(): void {
      rmSync(tree, { recursive: true, force: true });
      mkdirSync(tree, { recursive: true });
      for (let number = 0; number < files; number++)
        writeFileSync(join(tree, `noise ${number}`), randomBytes(treeBytes / files));
      for (let number = 0; number < 200; number++) writeFileSync(join(tree, `small ${number}`), `${number}`);
    }

    async function killWhen(reached: () => Promise<boolean>): Promise<void> {
      const child = setUp.holdfast.start('backup', tree);
      child.stdout?.resume();
      child.stderr?.resume();
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      while (!(await reached()))
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`the backup ended by itself with ${child.exitCode}`);
      killAll(child);
      await ended;
    }

    async function expectCarriesOn(): Promise<void> {
      const kept = bytesOf(await objectsOf(setUp.owner, 'packs')) - keptBefore;
      const report = await setUp.holdfast.succeed(['backup', tree]);
      // What was uploaded before the end is used; padding and trees take a few per cent.
      expect(Number(report['storedBytes']) + kept).toBeLessThan(treeBytes * 1.05);
      await expectRestores(
        setUp.holdfast,
        'latest',
        tree,
        join(folder.path, `restored ${String(report['snapshot'])}`),
      );
      await setUp.holdfast.succeed([
        'restore',
        older,
        '--to',
        join(folder.path, `older ${String(report['snapshot'])}`),
      ]);
      expect(await setUp.holdfast.succeed(['check'])).toMatchObject({ ok: true });
    }
    let keptBefore = 0;

    test.each([1, 3])('after pack number %d', async (number) => {
      newTree();
      keptBefore = bytesOf(await objectsOf(setUp.owner, 'packs'));
      const before = await count('packs');
      await killWhen(async () => (await count('packs')) >= before + number);
      await expectCarriesOn();
    });

    test('when all is stored but the snapshot', async ({ skip }) => {
      const { vault } = place();
      if (!vault) return skip('only the practice vault can hold the snapshot back');
      newTree();
      keptBefore = bytesOf(await objectsOf(setUp.owner, 'packs'));
      const before = await count('lists');
      const snapshots = await count('snapshots');
      await vault.dropUploads('acceptance/snapshots/');
      await killWhen(async () => (await count('lists')) > before);
      await vault.liftFaults();
      expect(await count('snapshots')).toBe(snapshots);
      await vault.resetCounts();
      await expectCarriesOn();
    });

    test('all older snapshots are whole', async () => {
      expect(await setUp.holdfast.succeed(['check', '--read-data'])).toMatchObject({ ok: true });
    });
  });
}

/** The command and all that it started: it leads a process group of its own. */
function killAll(child: ChildProcess): void {
  if (child.pid === undefined) throw new Error('not started');
  process.kill(-child.pid, 'SIGKILL');
}
