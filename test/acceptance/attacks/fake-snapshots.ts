import { createHash, randomBytes } from 'node:crypto';
import { listSnapshots } from '../../../core/catalog/snapshots.ts';
import type { SnapshotBody } from '../../../core/model/snapshot.ts';
import { openRepository } from '../../../core/repository/open-repository.ts';
import { sealSnapshot } from '../../../core/repository/snapshot-object.ts';
import { connectStore } from '../../../core/storage/connect-store.ts';
import { realWorld } from '../../../core/system/world.ts';
import { readSettings } from '../../../core/app/settings.ts';
import { homeAt } from '../../../core/app/home.ts';
import { prefix } from '../places/place.ts';
import { storedSecrets } from '../places/stored-key.ts';
import type { Attack } from './attack.ts';

const day = 86_400_000;

/**
 * With passphrase and key whoever wants to can write snapshots that authenticate. They claim to be from before the attack,
 * from the future, from yesterday; some need what was never there.
 */
export const fakeSnapshots: Attack = {
  name: 'publishes snapshots of his own making',
  attack: async ({ place, setUp }) => {
    const home = homeAt(setUp.holdfast.home);
    const { masterKey, backupKey } = await storedSecrets(setUp.holdfast.home);
    const store = await connectStore((await readSettings(home)).store, backupKey, realWorld);
    try {
      const { repository } = await openRepository({ store, prefix, secret: { master: masterKey } });
      const { snapshots } = await listSnapshots(repository, undefined);
      const newest = snapshots.at(-1)!;
      const now = await place.now();
      const publish = async (parts: typeof newest.parts, changed: Partial<SnapshotBody>): Promise<void> => {
        const body = { ...newest.body, previous: newest.id, ...changed };
        const bytes = sealSnapshot(repository.keys, repository.repositoryId, { parts, body }, randomBytes);
        const hash = createHash('sha256').update(bytes).digest('hex');
        await setUp.thief.overwrite(`${prefix}snapshots/${hash}`, bytes);
      };
      const at = (time: number): Partial<SnapshotBody> => ({ startedAt: time, finishedAt: time + 60_000 });
      const other = { roots: snapshots[0]!.body.roots };
      await publish(newest.parts, { ...at(now - 400 * day), ...other });
      await publish(newest.parts, { ...at(now + 400 * day), ...other });
      await publish(newest.parts, { ...at(now - 60_000), ...other });
      const missing = { name: `lists/${'0'.repeat(64)}`, versionId: newest.parts[0]!.versionId, size: 1_000 };
      await publish([missing], at(now - 60_000));
    } finally {
      await store.close();
    }
  },
};
