import { useCeph } from '../ceph/start-ceph.ts';
import { locksSuite } from './locks-suite.ts';
import { cephPlace } from './places/ceph-place.ts';

const found = await useCeph();

locksSuite(
  'on Ceph RGW, in days of seconds',
  (folder) => {
    if (!found.ceph) throw new Error(found.reason);
    return cephPlace(found.ceph, folder, { shortDays: true });
  },
  found.ceph ? undefined : found.reason,
);
