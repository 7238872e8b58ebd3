import { join } from 'node:path';
import { attackKinds, type AttackKind } from '../../core/app/intruder/attack-kinds.ts';
import type { DrillScene } from './drill-scene.ts';
import {
  attackKeysAndIndex,
  flood,
  hideAll,
  lengthenLocks,
  overwriteAll,
  publishFakes,
} from '../../core/app/intruder/intruder-in-bucket.ts';
import { encryptDocuments, makeGarbage } from './intruder-on-disk.ts';

const attacks: Readonly<Record<AttackKind, (scene: DrillScene) => Promise<void>>> = {
  garbage: async (scene) => {
    const garbage = join(scene.folder, 'garbage');
    for (let day = 1; day <= 7; day++) {
      await makeGarbage(garbage, day);
      await scene.backUp(garbage);
      await scene.daysPass(1);
    }
  },
  encrypt: async (scene) => {
    await encryptDocuments(scene.documents);
    await scene.backUp(scene.documents);
    await scene.daysPass(1);
    await scene.backUp(scene.documents);
  },
  fakes: async (scene) => {
    await encryptDocuments(scene.documents);
    await scene.backUp(scene.documents);
    await scene.withStolenKeys(publishFakes);
  },
  'longer-locks': (scene) => scene.withStolenKeys(lengthenLocks),
  keys: (scene) => scene.withStolenKeys(attackKeysAndIndex),
  overwrite: (scene) => scene.withStolenKeys(overwriteAll),
  hide: (scene) => scene.withStolenKeys(hideAll),
  flood: (scene) => scene.withStolenKeys(flood),
};

/** Does all that was asked for, in the order of `attackKinds`; in the end the files are encrypted and the computer is gone. */
export async function attack(
  scene: DrillScene,
  kinds: ReadonlySet<AttackKind>,
  tell: (line: string) => Promise<void>,
): Promise<void> {
  for (const kind of Object.keys(attackKinds) as AttackKind[])
    if (kinds.has(kind)) {
      await tell(attackKinds[kind]);
      await attacks[kind](scene);
    }
  await encryptDocuments(scene.documents);
  await scene.loseTheComputer();
}
