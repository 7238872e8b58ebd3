import { useCeph } from '../ceph/start-ceph.ts';
import { spaceSuite } from './locks-suite.ts';
import { cephPlace } from './places/ceph-place.ts';

const found = await useCeph();

spaceSuite(
  'on Ceph RGW, in days of seconds',
  (folder) => {
    if (!found.ceph) throw new Error(found.reason);
    return cephPlace(found.ceph, folder, { shortDays: true });
  },
  found.ceph ? undefined : found.reason,
);
