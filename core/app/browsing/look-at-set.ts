import { survey } from '../../upkeep/survey.ts';
import { confirmedDates } from '../confirmed-dates.ts';
import { lookAtProtection, type Protection } from '../look-at-protection.ts';
import { readDecisions } from '../own-decisions.ts';
import { policyOf } from '../policy-of.ts';
import { protectionState } from '../protection-state.ts';
import type { ServiceContext, SetInUse } from '../service/service-context.ts';
import { readUpkeep } from '../upkeep-state.ts';

/** How a set stands now, for a window: one that is just being backed up is not listed beside that. */
export async function lookAtSet(
  { jobs }: Pick<ServiceContext, 'jobs'>,
  set: string,
  inUse: SetInUse,
): Promise<Protection> {
  const isBackingUp = jobs
    .list()
    .some((job) => job.set === set && job.kind === 'backup' && job.state === 'running');
  return await (isBackingUp ? lookWithoutSync(inUse) : lookAtProtection(inUse.home, inUse));
}

/** A run that is uploading knows better what there is than a listing of the bucket does. */
async function lookWithoutSync({ home, repository, catalog, settings }: SetInUse): Promise<Protection> {
  const policy = policyOf(settings);
  const { now } = await repository.store.providerClock();
  const seen = await survey(repository, catalog, await readDecisions(home), now, policy.dayMs);
  const upkeep = await readUpkeep(home);
  const state = protectionState({
    survey: seen,
    confirmedUntil: confirmedDates(catalog),
    now,
    policy,
    upkeep,
  });
  return { survey: seen, state, upkeep };
}
