import { HoldfastError } from '../../errors/holdfast-error.ts';
import { lookAtProtection, type Protection } from '../look-at-protection.ts';
import type { ServiceContext, SetInUse } from '../service/service-context.ts';

/** Runs that publish decisions, or must see them hold still. */
const publishing: ReadonlySet<string> = new Set(['backup', 'retire', 'clean']);

/**
 * Lends a set to change what its owner decided.
 * @throws set-busy while a run would carry the old decisions into the bucket
 */
export async function changingSet<T>(
  { jobs, useSet, lookAgain }: Pick<ServiceContext, 'jobs' | 'useSet' | 'lookAgain'>,
  set: string,
  work: (inUse: SetInUse, protection: Protection) => Promise<T>,
): Promise<T> {
  const assertStill = (): void => {
    const busy = jobs
      .list()
      .find((job) => job.set === set && job.state === 'running' && publishing.has(job.kind));
    if (busy) throw new HoldfastError('set-busy', { kind: busy.kind });
  };
  assertStill();
  const done = await useSet(set, async (inUse) => {
    const protection = await lookAtProtection(inUse.home, inUse);
    // One that began meanwhile reads the decisions once, and may have done so.
    assertStill();
    return await work(inUse, protection);
  });
  lookAgain(set);
  return done;
}
