import { useCeph } from '../ceph/start-ceph.ts';
import { cephPlace } from './places/ceph-place.ts';
import { recoverySuite } from './recovery-suite.ts';

const found = await useCeph();

recoverySuite(
  'on Ceph RGW',
  (folder) => {
    if (!found.ceph) throw new Error(found.reason);
    return cephPlace(found.ceph, folder);
  },
  found.ceph ? undefined : found.reason,
);
