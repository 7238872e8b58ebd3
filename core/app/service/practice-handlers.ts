import type { Handlers } from '../../contract/bridge.ts';
import type { PracticeView } from '../../contract/practice.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { dayMs } from '../../locks/period.ts';
import { attackKinds, type AttackKind } from '../intruder/attack-kinds.ts';
import {
  attackKeysAndIndex,
  flood,
  hideAll,
  lengthenLocks,
  overwriteAll,
  publishFakes,
} from '../intruder/intruder-in-bucket.ts';
import { allVersions, destroyAll, succeeded } from '../intruder/intruder.ts';
import { versionKey } from '../../upkeep/needs.ts';
import type { RunningPractice } from '../practice-port.ts';
import { readSettings } from '../settings.ts';
import { countInWords } from '../words-for-people.ts';
import { lookNow } from './look.ts';
import type { JobEnd, RunningJob, ServiceContext, SetInUse } from './service-context.ts';
import type { Vaults } from './practice-vaults.ts';
import { stepOf } from './step-of.ts';

type Calls = 'practice.view' | 'practice.move-clock' | 'practice.attack';

/** What whoever stole the computer can do to the bucket, with the key that is stored here. */
const attacks = {
  delete: deleteAll,
  overwrite: ({ repository }: SetInUse) => overwriteAll(repository),
  hide: ({ repository }: SetInUse) => hideAll(repository),
  flood: ({ repository }: SetInUse) => flood(repository),
  keys: ({ repository }: SetInUse) => attackKeysAndIndex(repository),
  fakes: ({ repository }: SetInUse) => publishFakes(repository),
  'longer-locks': ({ repository }: SetInUse) => lengthenLocks(repository),
} satisfies Partial<
  Record<AttackKind | 'delete', (inUse: SetInUse) => Promise<Record<string, number> | void>>
>;

type PracticeAttack = keyof typeof attacks;

const words: Readonly<Record<PracticeAttack, string>> = {
  ...attackKinds,
  delete: 'He tries to delete every object, and to shorten or lift its lock.',
};

const isPracticeAttack = (kind: string): kind is PracticeAttack => Object.hasOwn(attacks, kind);

export function makePracticeHandlers(context: ServiceContext, vaults: Vaults): Pick<Handlers, Calls> {
  const { world, sets, jobs, useSet, letGo, lookAgain } = context;
  const last = new Map<string, NonNullable<PracticeView['lastAttack']>>();

  async function vaultOf(set: string): Promise<RunningPractice> {
    const { home } = sets.get(set);
    const vault = await vaults.runFor(home, await readSettings(home));
    if (vault) return vault;
    throw new HoldfastError('request-invalid', { reason: 'this backup set is not for practice' });
  }

  async function view(set: string): Promise<PracticeView> {
    const vault = await vaultOf(set);
    return {
      running: true,
      now: await vault.clock.now(),
      aheadDays: Math.floor((await vault.aheadMs()) / dayMs),
      bytes: await vault.bytes(),
      attacks: Object.keys(attacks)
        .filter(isPracticeAttack)
        .map((kind) => ({ kind, words: words[kind] })),
      lastAttack: last.get(set) ?? null,
    };
  }

  return {
    'practice.view': ({ set }) => view(set),
    'practice.move-clock': async ({ set, days }) => {
      const vault = await vaultOf(set);
      const running = jobs.list().find((job) => job.set === set && job.state === 'running');
      if (running) throw new HoldfastError('set-busy', { kind: running.kind });
      // What is lent has asked for the time before.
      await letGo(set);
      await vault.clock.move(days * dayMs);
      lookAgain(set);
      return await view(set);
    },
    'practice.attack': async ({ set, kind }) => {
      if (!isPracticeAttack(kind))
        throw new HoldfastError('request-invalid', { reason: 'there is no such attack' });
      const vault = await vaultOf(set);
      return jobs.start({
        kind: 'practice-attack',
        set,
        run: (job) =>
          useSet(
            set,
            async (inUse) => {
              const end = await attack(kind, inUse, job);
              last.set(set, { kind, at: await vault.clock.now(), words: words[kind] });
              await lookNow(inUse, world, job.signal).catch(() => undefined);
              return end;
            },
            { readOnly: true },
          ),
      });
    },
  };
}

async function attack(kind: PracticeAttack, inUse: SetInUse, job: RunningJob): Promise<JobEnd> {
  job.progress(stepOf('attacking'));
  const figures = (await attacks[kind](inUse)) ?? {};
  const { tried, succeeded: done } = figures as { readonly tried?: number; readonly succeeded?: number };
  return {
    state: 'done',
    words:
      tried === undefined
        ? `Done: ${words[kind]}`
        : `${words[kind]} ${countInWords(tried)} attempts, ${done ? countInWords(done) : 'none'} got through.`,
    figures,
  };
}

/** What snapshots rest on. What a proof left behind is not locked any more: that it can be locked anew is no loss. */
async function deleteAll({
  repository: { store, prefix },
  catalog,
}: SetInUse): Promise<{ readonly tried: number; readonly succeeded: number }> {
  const { now } = await store.providerClock();
  const locked = new Set(
    catalog.objects
      .ofKinds('data', 'tree', 'pack', 'list', 'snapshot', 'index', 'key', 'repository')
      .filter(({ confirmedUntil }) => confirmedUntil > now)
      .map(({ name, versionId }) => versionKey({ name: `${prefix}${name}`, versionId })),
  );
  const versions = (await allVersions(store, prefix)).filter((one) => locked.has(versionKey(one)));
  const tries = await destroyAll(store, versions, now);
  return {
    tried: tries.reduce((sum, one) => sum + one.tried, 0),
    succeeded: tries.reduce((sum, one) => sum + succeeded(one), 0),
  };
}
