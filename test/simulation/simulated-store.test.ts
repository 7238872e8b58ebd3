import { backupCapabilities } from '../../core/storage/roles.ts';
import { storeConformance } from '../storage/store-conformance.ts';
import { SimulatedBucket } from './simulated-bucket.ts';
import { SimulatedStore } from './simulated-store.ts';

for (const listsLocks of [true, false])
  storeConformance(`The simulated store, listings ${listsLocks ? 'with' : 'without'} locks,`, () => {
    let moved = 0;
    const bucket = new SimulatedBucket(() => Date.now() + moved);
    const clock = () => ({ now: Date.now() + moved, movedBy: moved });
    const open = (capabilities: readonly string[]): SimulatedStore =>
      new SimulatedStore({ bucket, capabilities, by: 'test', clock, listsLocks, pageRows: 1_000 });
    return Promise.resolve({
      store: open(backupCapabilities),
      powerful: open([...backupCapabilities, 'deleteFiles', 'bypassGovernance', 'writeFileLegalHolds']),
      prefix: 'checks/',
      onlyIfAbsent: 'honoured' as const,
      moveClock: (milliseconds: number) => {
        moved += milliseconds;
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    });
  });
