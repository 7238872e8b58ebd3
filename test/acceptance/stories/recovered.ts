import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createCipheriv, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareTrees } from '../../compare/compare-trees.ts';
import type { Attack } from '../attacks/attack.ts';
import { Holdfast } from '../holdfast.ts';
import type { Place, SetUp } from '../places/place.ts';
import { workFolder } from '../work-folder.ts';
import { restoredAt } from './restored.ts';

export type DayAfter = {
  readonly setUp: SetUp;
  /** Another computer, without a home, with a key that may read. */
  readonly elsewhere: Holdfast;
};

/**
 * The day after: an empty machine, the kit, and a key that may only read.
 * @param afterwards further tests on the bucket as the attack left it
 */
export function recoveredStory(
  place: () => Place,
  { name, attack }: Attack,
  afterwards?: (dayAfter: () => DayAfter) => void,
): void {
  describe(`an intruder ${name}`, () => {
    const folder = workFolder();
    const tree = join(folder.path, 'tree');
    const clean = join(folder.path, 'as it was');
    let setUp: SetUp;
    let elsewhere: Holdfast;
    let lastClean = '';
    let writesSeen: readonly string[] = [];
    let whole: readonly string[] = [];

    beforeAll(async () => {
      folder.make();
      setUp = await place().setUp();
      makeTree(tree);
      for (let day = 0; day < 3; day++) {
        writeFileSync(
          join(tree, 'letters', `day ${day}.txt`),
          `This is what I wrote on day ${day}.\n`.repeat(99),
        );
        lastClean = String((await setUp.holdfast.succeed(['backup', tree]))['snapshot']);
        await place().daysPass(1);
      }
      // Node's own copy loses the last digits of a file's time.
      execFileSync('cp', ['-a', tree, clean]);
      const ours = (await setUp.owner.list()).filter(
        ({ name, kind }) => kind === 'object' && !name.includes('/proof/'),
      );
      await attack({ place: place(), setUp, tree, work: folder.path, ours });
      encryptAll(tree);
      rmSync(setUp.holdfast.home, { recursive: true });
      const { keyId, key } = await setUp.readKey();
      elsewhere = new Holdfast(join(folder.path, 'no home'), { HOLDFAST_KEY_ID: keyId, HOLDFAST_KEY: key });
      writesSeen = await writingCalls(place());
      await place().vault?.resetCounts();
      whole = await fingerprintOf(setUp);
    }, 1_200_000);
    afterAll(() => folder.remove());

    test('the timeline proposes the last snapshot before him, with reasons', async () => {
      const timeline = await elsewhere.succeed(['recover', 'timeline', '--kit', setUp.kit], [0, 3]);
      expect(timeline['proposal']).toMatchObject({ snapshot: lastClean });
      const { reasons } = timeline['proposal'] as { readonly reasons: readonly string[] };
      expect(reasons.length).toBeGreaterThan(0);
      expect(timeline['attackBegan']).not.toBeNull();
      const proposed = (timeline['snapshots'] as readonly { readonly id: string }[]).find(
        ({ id }) => id === lastClean,
      );
      expect(proposed).toMatchObject({ complete: true, intact: true, missing: 0 });
      expect(timeline['writes']).toBe(0);
    });

    test('which comes back identical', async () => {
      const to = join(folder.path, 'restored');
      const report = join(folder.path, 'report.txt');
      const done = await elsewhere.succeed(
        ['recover', 'restore', 'proposed', '--kit', setUp.kit, '--to', to, '--report', report],
        [0, 3],
      );
      expect(done).toMatchObject({ snapshot: lastClean, problems: [], writes: 0 });
      expect(compareTrees(clean, restoredAt(to, tree)).lines).toEqual([]);
      expect(readFileSync(report, 'utf8')).toContain(lastClean.slice(0, 8));
    });

    test('and nothing was written to the bucket', async () => {
      expect(await fingerprintOf(setUp)).toEqual(whole);
      // The counts do tell: set-up and attack wrote.
      if (place().vault) expect(writesSeen).not.toEqual([]);
      expect(await writingCalls(place())).toEqual([]);
    });

    afterwards?.(() => ({ setUp, elsewhere }));
  });
}

async function writingCalls({ vault }: Place): Promise<readonly string[]> {
  const reads = /Get|Head|List|_get_file_info|_list_|authorize|download/;
  return Object.keys((await vault?.counts()) ?? {}).filter((call) => !reads.test(call));
}

/** Every version by name and id: one more or less would show. */
async function fingerprintOf({ owner }: SetUp): Promise<readonly string[]> {
  return (await owner.list()).map(({ name, versionId }) => `${name} ${versionId}`);
}

function makeTree(tree: string): void {
  mkdirSync(join(tree, 'letters'), { recursive: true });
  mkdirSync(join(tree, 'pictures'));
  for (let number = 0; number < 60; number++)
    writeFileSync(
      join(tree, 'letters', `${number}.txt`),
      `Letter ${number}\n\nDear Ada,\n`.repeat(50 + number),
    );
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1]);
  for (let number = 0; number < 40; number++)
    writeFileSync(join(tree, 'pictures', `${number}.jpg`), Buffer.concat([jpeg, randomBytes(30_000)]));
}

function encryptAll(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) encryptAll(path);
    else {
      const cipher = createCipheriv('aes-256-ctr', randomBytes(32), randomBytes(16));
      writeFileSync(`${path}.locked`, cipher.update(readFileSync(path)));
      rmSync(path);
    }
  }
}
