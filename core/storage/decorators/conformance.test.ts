import { openPracticeSubject } from '../../../test/storage/open-practice-subject.ts';
import { storeConformance } from '../../../test/storage/store-conformance.ts';
import { realWorld } from '../../system/world.ts';
import type { ObjectStore } from '../object-store.ts';
import { withMeter } from './meter.ts';
import { withRetry } from './retry.ts';
import { withThrottle } from './throttle.ts';

// Stacked as the engine stacks them: one that broke the contract would break it for all.
storeConformance('retry over meter over throttle', async () => {
  const subject = await openPracticeSubject('b2');
  const decorate = (store: ObjectStore): ObjectStore =>
    withRetry(withMeter(withThrottle(store, { bytesPerSecond: 1e9 })).store, realWorld);
  return { ...subject, store: decorate(subject.store), powerful: decorate(subject.powerful) };
});
