import type { Handlers } from '../../contract/bridge.ts';
import type { ProtectionView } from '../../contract/protection.ts';
import { HoldfastError, isHoldfastError } from '../../errors/holdfast-error.ts';
import { withoutPin, withPin, withRetention } from '../../locks/decisions.ts';
import { checkPeriod } from '../../locks/period.ts';
import { lookAtSet } from '../browsing/look-at-set.ts';
import { renderAuditPage } from '../audit-page.ts';
import { auditSentence } from '../audit-words.ts';
import { periodSaidOnce, renewToPeriod, setLongerPeriod, setShorterPeriod } from '../change-period.ts';
import { clearSuspicions, closeAttacks } from '../end-suspicions.ts';
import { openSuspicions } from '../open-suspicions.ts';
import { changeDecisions } from '../own-decisions.ts';
import { policyOf } from '../policy-of.ts';
import { previewRetention } from '../preview-retention.ts';
import { renewHome, type RenewedHome } from '../renew-home.ts';
import { renewalWarnings } from '../renewal-words.ts';
import { runAudit } from '../run-audit.ts';
import { isPractice } from '../service/practice-vaults.ts';
import type { JobEnd, ServiceContext } from '../service/service-context.ts';
import { countOf } from '../words-for-people.ts';
import { readSettings } from '../settings.ts';
import { protectForecast } from './protect-forecast.ts';
import { protectionView } from './protection-view.ts';
import { asPolicy, yearsPicture } from './retention-as-chosen.ts';
import { runAsJob } from './run-as-job.ts';
import { changingSet } from './set-to-change.ts';
import { writeNewFile } from '../write-new-file.ts';

type ProtectionCall = Extract<
  keyof Handlers,
  `protection.${string}` | `retention.${string}` | `suspicion.${string}`
>;

export function makeProtectionHandlers(context: ServiceContext): Pick<Handlers, ProtectionCall> {
  const { useSet } = context;
  /** By repository, what was seen last: without a network it is still worth showing, as dates only become later. */
  const seen = new Map<string, Seen>();

  return {
    'protection.view': ({ set }) => view(context, seen, set),
    'protection.forecast': ({ set }) =>
      useSet(
        set,
        async (inUse) => {
          const { home, settings } = inUse;
          return protectForecast(await lookAtSet(context, set, inUse), settings, isPractice(home, settings));
        },
        { readOnly: true },
      ),
    'protection.change': async ({ set, protectDays, again }) => {
      await changePeriod(context, set, protectDays, again);
      return null;
    },
    'protection.pin': async ({ set, snapshot, pinned }) => {
      await pin(context, set, snapshot, pinned);
      return null;
    },
    'retention.preview': ({ set, retention }) => previewOf(context, set, asPolicy(retention)),
    'retention.change': async ({ set, retention }) => {
      await changingSet(context, set, async ({ home }, { survey, state }) => {
        await changeDecisions(home, survey, (list) =>
          withRetention(list, asPolicy(retention), Math.floor(state.now)),
        );
      });
      return null;
    },
    'suspicion.clear': async ({ set, since, why }) => {
      await endSuspicion(context, set, since, why);
      return null;
    },
    'protection.report': ({ set, folder }) => report(context, set, folder),
  };
}

/** When: by the clock of this computer. */
type Seen = { readonly view: ProtectionView; readonly at: number };

async function view(context: ServiceContext, seen: Map<string, Seen>, set: string): Promise<ProtectionView> {
  const { world, sets, useSet } = context;
  const { repositoryId } = await readSettings(sets.get(set).home);
  try {
    const shown = await useSet(
      set,
      async (inUse) => await protectionView(inUse, await lookAtSet(context, set, inUse)),
      { readOnly: true },
    );
    seen.set(repositoryId, { view: shown, at: world.now() });
    return shown;
  } catch (error) {
    const last = seen.get(repositoryId);
    const isSilent = isHoldfastError(error, 'network-unreachable') || isHoldfastError(error, 'provider-busy');
    if (last && isSilent) return asOfNow(last, world.now());
    throw error;
  }
}

/** Time goes on although nobody answers: a lock that has ended meanwhile is not shown as running. */
function asOfNow({ view: last, at }: Seen, now: number): ProtectionView {
  const passed = Math.max(0, now - at);
  return { ...last, now: last.now + passed, promise: last.promise + passed, seenAt: at };
}

/** @throws request-invalid, period-invalid, set-busy, default-retention-wrong */
async function changePeriod(
  context: ServiceContext,
  set: string,
  protectDays: number,
  again: number | null,
): Promise<void> {
  checkPeriod(protectDays);
  if (protectDays > periodSaidOnce && again !== protectDays)
    throw new HoldfastError('request-invalid', {
      reason: `more than ${periodSaidOnce} days have to be typed twice, and the same both times`,
    });
  const { world, useSet, lookAgain } = context;
  await runAsJob(context, {
    kind: 'renew',
    set,
    first: async () => {
      const isLonger = await useSet(set, async (inUse) => {
        const before = inUse.settings.protectDays;
        if (protectDays > before) await setLongerPeriod(inUse.home, inUse, protectDays);
        else if (protectDays < before) await setShorterPeriod(inUse.home, inUse, protectDays);
        return protectDays > before;
      });
      lookAgain(set);
      return isLonger;
    },
    after: async (isLonger, { signal }) => {
      if (!isLonger)
        return {
          state: 'done',
          words: `From now on what is stored or renewed is locked for ${countOf(protectDays, 'day')}. Locks that are set stay until their dates.`,
          figures: {},
        };
      const end = renewalEnd(
        await useSet(set, (inUse) => renewToPeriod({ home: inUse.home, inUse, world, signal })),
      );
      lookAgain(set);
      return end;
    },
  });
}

function renewalEnd({ report, warnings }: RenewedHome): JobEnd {
  const trouble = [...renewalWarnings(report), ...warnings];
  const { renewed, renewedBytes, examined, least } = report;
  return {
    state: trouble.length > 0 ? 'warnings' : 'done',
    words: [`${countOf(renewed, 'lock')} lengthened.`, ...trouble].join('\n'),
    figures: { renewed, renewedBytes, examined, ...(Number.isFinite(least) ? { least } : {}) },
  };
}

/** A pinned one is renewed at once, in a job of its own. */
async function pin(context: ServiceContext, set: string, id: string, pinned: boolean): Promise<void> {
  const { world, useSet, lookAgain } = context;
  await changingSet(context, set, async ({ home }, { survey, state }) => {
    if (!survey.snapshots.some((snapshot) => snapshot.id === id))
      throw new HoldfastError('snapshot-unknown', { id: id.slice(0, 10) });
    await changeDecisions(home, survey, (list) =>
      pinned ? withPin(list, id, Math.floor(state.now)) : withoutPin(list, id),
    );
  });
  if (!pinned) return;
  try {
    context.jobs.start({
      kind: 'renew',
      set,
      run: async ({ signal }) => {
        const end = renewalEnd(
          await useSet(set, (inUse) => renewHome({ home: inUse.home, inUse, world, signal })),
        );
        lookAgain(set);
        return end;
      },
    });
  } catch (error) {
    // The one that runs now, or the next, renews it too.
    if (!isHoldfastError(error, 'set-busy')) throw error;
  }
}

async function previewOf(
  context: ServiceContext,
  set: string,
  policy: ReturnType<typeof asPolicy>,
): ReturnType<Handlers['retention.preview']> {
  return await context.useSet(
    set,
    async (inUse) => {
      const { survey, state } = await lookAtSet(context, set, inUse);
      const { dayMs } = policyOf(inUse.settings);
      const { reasons, letGo, from } = previewRetention(survey, policy, { now: state.now, dayMs });
      return {
        kept: reasons.size,
        dropped: letGo.map(({ id, uploadedAt }) => ({
          id,
          at: uploadedAt,
          freeFrom: state.until.get(id) || null,
        })),
        picture: yearsPicture(policy, state.now, dayMs),
        // Not published yet: a week after the next backup, which is a week from now at the earliest.
        waitsUntil: from === undefined ? state.now + 7 * dayMs : from > state.now ? from : null,
      };
    },
    { readOnly: true },
  );
}

async function endSuspicion(
  context: ServiceContext,
  set: string,
  since: number,
  why: 'it-was-me' | 'recovered',
): Promise<void> {
  await changingSet(context, set, async ({ home, settings }, { survey, state }) => {
    const open = await openSuspicions(home, survey.snapshots, state.now, policyOf(settings).dayMs);
    const chosen = open.filter((one) => one.since === since);
    if (chosen.length === 0)
      throw new HoldfastError('request-invalid', { reason: 'this suspicion is not open any more' });
    await (why === 'it-was-me' ? clearSuspicions : closeAttacks)(home, survey, chosen, state.now);
  });
}

async function report(
  context: ServiceContext,
  set: string,
  folder: string,
): Promise<{ readonly file: string }> {
  const { world, useSet, lookAgain } = context;
  const { file } = await runAsJob(context, {
    kind: 'audit',
    set,
    first: ({ signal }) =>
      useSet(
        set,
        async (inUse) => {
          const { report: audited, protection } = await runAudit(inUse.home, inUse, world, {
            all: false,
            signal,
          });
          const { proven } = protection.state;
          const day = new Date(audited.finishedAt).toISOString().slice(0, 10);
          const page = renderAuditPage(audited, proven, inUse.settings);
          return {
            file: await writeNewFile(folder, `Holdfast protection ${day}`, '.html', page),
            words: auditSentence(audited, proven),
            verdict: audited.verdict,
          };
        },
        { readOnly: true },
      ),
    after: ({ words, verdict }) => {
      lookAgain(set);
      return Promise.resolve({ state: verdict === 'clean' ? 'done' : 'warnings', words, figures: {} });
    },
  });
  return { file };
}
