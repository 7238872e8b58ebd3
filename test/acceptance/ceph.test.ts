import { useCeph } from '../ceph/start-ceph.ts';
import { acceptanceSuite } from './acceptance-suite.ts';
import { cephPlace } from './places/ceph-place.ts';

const found = await useCeph();

acceptanceSuite(
  'Ceph RGW',
  (folder) => {
    if (!found.ceph) throw new Error(found.reason);
    return cephPlace(found.ceph, folder);
  },
  { clockMoves: false, skip: found.ceph ? undefined : found.reason },
);
