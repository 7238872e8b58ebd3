import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Ceph } from '../../ceph/start-ceph.ts';
import { Holdfast, type StorageKey } from '../holdfast.ts';
import { cleanComputer } from './clean-computer.ts';
import { prefix, type Place } from './place.ts';
import { shortenDays, shortDaySeconds } from './short-days.ts';
import { s3Intruder } from './s3-intruder.ts';
import { storedKey } from './stored-key.ts';

/** A real S3 server. Its user owns the bucket and may delete and bypass, so every refusal here is the lock's alone. */
export function cephPlace(ceph: Ceph, folder: string, days: { readonly shortDays?: boolean } = {}): Place {
  return {
    vault: undefined,
    now: () => Promise.resolve(Date.now()),
    dayMs: shortDaySeconds * 1000,
    daysPass: (days) => new Promise((resolve) => setTimeout(resolve, days * shortDaySeconds * 1000)),
    setUp: async (...further) => {
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
      const where = ['--s3', endpoint, '--region', region, '--bucket', bucket, '--prefix', prefix];
      const options = ['--protect', '30d', '--kit', `${home}-kit.txt`, ...further];
      await new Holdfast(home, environment).succeed(['setup', ...where, ...options]);
      const holdfast = new Holdfast(home);
      if (days.shortDays) await shortenDays(holdfast);
      return {
        holdfast,
        thief: intruder(await storedKey(home)),
        owner: intruder(ceph),
        maintenance: ceph,
        renewal: ceph,
        where,
        cleanComputer: () => cleanComputer(`${home}-kit.txt`, `${home}-clean`, ceph),
      };
    },
    close: () => Promise.resolve(),
  };
}
