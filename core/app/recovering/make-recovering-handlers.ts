import type { Handlers } from '../../contract/bridge.ts';
import type { JobKind, JobView } from '../../contract/jobs.ts';
import { masterToWords } from '../../crypto/recovery-words.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { readCleanState } from '../../recovery/clean-state.ts';
import type { Desk } from '../secret-desk/desk.ts';
import { secretsOfHome } from '../secrets-of-home.ts';
import { readSettings } from '../settings.ts';
import type { JobEnd, RunningJob, ServiceContext } from '../service/service-context.ts';
import { cleanJob } from './clean-job.ts';
import { cleanPlanView } from './clean-plan-view.ts';
import { holdJob } from './hold-job.ts';
import { readTimelineJob } from './read-timeline-job.ts';
import { recoveryDesk, recoveryRunKey } from './recovery-desk.ts';
import type { RecoverySession } from './recovery-session.ts';

type RecoveringCall =
  | 'recover.view'
  | 'recover.open-set'
  | 'recover.timeline'
  | 'recover.choose'
  | 'recover.hold'
  | 'recover.clean-plan'
  | 'recover.clean'
  | 'recover.close';

/** After an attack: with the kit, or with what this computer still has. Nothing is written but by holding and cleaning. */
export function makeRecoveringHandlers(
  context: ServiceContext,
  secrets: Pick<Desk, 'onRecovery' | 'takeRunKey'>,
): Pick<Handlers, RecoveringCall> {
  const { world } = context;
  const desk = recoveryDesk(context);
  let cleanPlan: string | undefined;
  secrets.onRecovery(async ({ kit, storageKey }) => {
    await desk.open(kit, storageKey, null);
  });

  const start = (
    kind: JobKind,
    session: RecoverySession,
    run: (job: RunningJob) => Promise<JobEnd>,
  ): JobView => {
    if (session.runningJob !== null) throw new HoldfastError('set-busy', { kind });
    const job = context.jobs.start({ kind, set: null, run });
    session.job = job.id;
    return job;
  };

  return {
    'recover.view': async () => desk.view,
    'recover.open-set': async ({ set }) => {
      await openFromSet(context, set);
      return desk.view;
    },
    'recover.timeline': () =>
      desk.use(async (session) => start('timeline', session, (job) => readTimelineJob(session, job))),
    'recover.choose': ({ snapshot }) =>
      desk.use(async (session) => {
        await session.choose(snapshot);
        return desk.view;
      }),
    'recover.hold': () =>
      desk.use(async (session) => {
        if (session.chosen === null)
          throw new HoldfastError('request-invalid', { reason: 'no snapshot is chosen yet' });
        const snapshot = await session.snapshot(session.chosen);
        return start('hold', session, (job) => holdJob(session, snapshot, job, world));
      }),
    'recover.clean-plan': () =>
      desk.use(async (session) => {
        const state = await readCleanState(session.recovery, { signal: context.stopping });
        cleanPlan = Buffer.from(world.random(16)).toString('hex');
        return cleanPlanView(cleanPlan, state);
      }),
    'recover.clean': ({ plan }) =>
      desk.use(async (session) => {
        if (plan !== cleanPlan)
          throw new HoldfastError('request-invalid', { reason: 'look first at what would be removed' });
        const key =
          secrets.takeRunKey('maintenance-key', recoveryRunKey) ??
          (session.set === null ? undefined : secrets.takeRunKey('maintenance-key', session.set));
        if (!key)
          throw new HoldfastError('secret-missing', {
            secret: 'A maintenance key, for this one run,',
            variable: 'it',
          });
        return start('clean', session, (job) => cleanJob(session, key, job, world));
      }),
    'recover.close': async () => {
      await desk.close();
      return null;
    },
  };
}

/** The words of the kit are made of what this computer keeps: nothing needs to be typed where it was not stolen. */
async function openFromSet(context: ServiceContext, id: string): Promise<void> {
  const { home } = context.sets.get(id);
  // A practice vault is started by whoever uses its set, and may listen elsewhere than last time.
  await context.useSet(id, async () => undefined, { readOnly: true });
  const settings = await readSettings(home);
  const passphrase = context.unlocked.get(id);
  const { masterKey, backupKey } = await secretsOfHome(
    home,
    async () => {
      if (passphrase === undefined) throw new HoldfastError('set-locked', {});
      return passphrase;
    },
    context.world,
  );
  const { store, prefix, repositoryId, fingerprint } = settings;
  const kit = { words: masterToWords(masterKey), store, prefix, repositoryId, fingerprint };
  await recoveryDesk(context).open(kit, backupKey, id);
}
