import { expect, test } from 'vitest';
import type { Recovery, RecoveryRequest } from '../../recovery/connect-recovery.ts';
import type { Timeline } from '../../recovery/timeline/timeline.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { RecoverySession } from './recovery-session.ts';

test('what was held is said of the snapshot that was held, and not of one that was chosen meanwhile', async () => {
  const recovery = {
    repository: {},
    place: { store: { bucket: 'b' }, prefix: '' },
    meter: { calls: {} },
    skewMs: 0,
  } as unknown as Recovery;
  const jobs = { get: () => undefined } as unknown as ServiceContext['jobs'];
  const session = new RecoverySession({ jobs }, {} as RecoveryRequest, recovery, null);
  const snapshots = ['a', 'b'].map((id) => ({ id }));
  session.tell({ snapshots, proposal: { snapshot: 'a' } } as unknown as Timeline, true);
  expect(session.chosen).toBe('a');
  await session.choose('b');
  session.held('a', 5);
  expect(session.heldUntil).toBeNull();
  session.held('b', 7);
  expect(session.heldUntil).toBe(7);
  await session.choose('a');
  expect(session.heldUntil).toBeNull();
});
