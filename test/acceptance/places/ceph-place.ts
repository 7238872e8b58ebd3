import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Ceph } from '../../ceph/start-ceph.ts';
import { Holdfast, type StorageKey } from '../holdfast.ts';
import { cleanComputer } from './clean-computer.ts';
import { prefix, type Place } from './place.ts';
import { s3Intruder } from './s3-intruder.ts';
import { storedKey } from './stored-key.ts';

/** A real S3 server. Its user owns the bucket and may delete and bypass, so every refusal here is the lock's alone. */
export function cephPlace(ceph: Ceph, folder: string): Place {
  return {
    vault: undefined,
    setUp: async () => {
      const bucket = `acceptance-${randomUUID()}`;
      const home = join(folder, bucket);
      const { endpoint, region } = ceph;
      const intruder = (key: StorageKey) => s3Intruder({ endpoint, region, bucket, ...key });
      const environment = {
        HOLDFAST_SETUP_KEY_ID: ceph.keyId,
        HOLDFAST_SETUP_KEY: ceph.key,
        HOLDFAST_KEY_ID: ceph.keyId,
        HOLDFAST_KEY: ceph.key,
      };
      const options = [
        '--bucket',
        bucket,
        '--prefix',
        prefix,
        '--protect',
        '30d',
        '--kit',
        `${home}-kit.txt`,
      ];
      await new Holdfast(home, environment).succeed([
        'setup',
        '--s3',
        endpoint,
        '--region',
        region,
        ...options,
      ]);
      return {
        holdfast: new Holdfast(home),
        thief: intruder(await storedKey(home)),
        owner: intruder(ceph),
        cleanComputer: () => cleanComputer(`${home}-kit.txt`, `${home}-clean`, ceph),
      };
    },
    close: () => Promise.resolve(),
  };
}
