import { shortId } from '../../core/app/choose-snapshot.ts';
import { lookAtProtection } from '../../core/app/look-at-protection.ts';
import type { RepositoryInUse } from '../../core/app/open-repository-for-use.ts';
import { changeDecisions, currentDecisions } from '../../core/app/own-decisions.ts';
import { versionsToLift } from '../../core/app/pin-snapshot.ts';
import { renewHome } from '../../core/app/renew-home.ts';
import { readDecisionList, withoutPin, withPin } from '../../core/locks/decisions.ts';
import { connectStore } from '../../core/storage/connect-store.ts';
import { withRetry } from '../../core/storage/decorators/retry.ts';
import { setHolds, type HoldReport } from '../../core/upkeep/legal-holds.ts';
import type { NeededVersion } from '../../core/upkeep/needs.ts';
import { chooseHere } from '../choose-here.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { storageKeyFrom } from '../secrets-from-outside.ts';
import { useRepository } from '../use-repository.ts';
import { countOf } from '../words-for-people.ts';
import { outcomeOf as outcomeOfRenewal } from './locks-renew.ts';

/** Keeps a snapshot from now on and renews it at once; with a hold key also a legal hold on all that it needs. */
export async function pin(context: CommandContext, wanted: string): Promise<Outcome> {
  return await useRepository(context, { readOnly: false }, async (inUse) => {
    const { home, world, signal } = context;
    const { survey, state } = await lookAtProtection(home, inUse);
    const snapshot = await chooseHere(context, inUse, { ...survey, now: state.now }, wanted);
    const holding = hasHoldKey(context);
    await changeDecisions(home, survey, (list) => withPin(list, snapshot.id, Math.floor(state.now)));
    const renewal = outcomeOfRenewal(await renewHome({ home, inUse, world, signal }));
    const unreadable = survey.needs.unreadable.filter(({ snapshots }) => snapshots.includes(snapshot.id));
    const holds = holding ? await hold(context, inUse, survey.needs.union([snapshot]), true) : undefined;
    const warnings = [
      ...(unreadable.length > 0
        ? ['Not all that this snapshot needs is there any more; `holdfast check` says what is touched.']
        : []),
      ...holdWarnings(holds),
    ];
    return {
      result: {
        snapshot: snapshot.id,
        pinned: true,
        holds: holds ?? null,
        warnings,
        renewal: renewal.result,
      },
      text: [
        `Snapshot ${shortId(snapshot.id)} is pinned: it is kept and renewed until \`holdfast unpin ${shortId(snapshot.id)}\`. The next backup writes that down in the bucket.`,
        holds
          ? `${countOf(holds.confirmed, 'object')} under a legal hold, which only a hold key lifts.`
          : 'No legal hold was set: that takes a hold key (HOLDFAST_HOLD_KEY_ID, HOLDFAST_HOLD_KEY).',
        renewal.text,
        ...warnings,
      ].join('\n'),
      exitCode: warnings.length > 0 ? 3 : renewal.exitCode,
    };
  });
}

/** Lets a snapshot be as all others are; with a hold key the holds that no other pinned one needs are lifted at once. */
export async function unpin(context: CommandContext, wanted: string): Promise<Outcome> {
  return await useRepository(context, { readOnly: false }, async (inUse) => {
    const { home } = context;
    const { survey, state } = await lookAtProtection(home, inUse);
    const snapshot = await chooseHere(context, inUse, { ...survey, now: state.now }, wanted);
    const holding = hasHoldKey(context);
    const before = await currentDecisions(home, survey);
    const was = readDecisionList(before).pins.includes(snapshot.id);
    const left = withoutPin(before, snapshot.id);
    // Before anything is changed: it may not be known what may be lifted.
    const lifting = holding ? versionsToLift(snapshot, survey.snapshots, survey.needs, left) : undefined;
    if (was) await changeDecisions(home, survey, () => left);
    const holds = lifting && (await hold(context, inUse, lifting, false));
    const warnings = holdWarnings(holds);
    return {
      result: { snapshot: snapshot.id, pinned: false, was, holds: holds ?? null, warnings },
      text: [
        was
          ? `Snapshot ${shortId(snapshot.id)} is not pinned any more. At the latest from 7 days after the next backup it is kept only as long as any other.`
          : `Snapshot ${shortId(snapshot.id)} was not pinned.`,
        holds
          ? `${countOf(holds.confirmed, 'legal hold')} lifted; what another pinned snapshot needs stays held.`
          : 'Legal holds, where there are any, stay: lifting takes a hold key (HOLDFAST_HOLD_KEY_ID, HOLDFAST_HOLD_KEY).',
        ...warnings,
      ].join('\n'),
      exitCode: warnings.length > 0 ? 3 : 0,
    };
  });
}

const hasHoldKey = ({ terminal }: CommandContext): boolean => storageKeyFrom(terminal, 'HOLD_') !== undefined;

async function hold(
  { terminal, world, signal }: CommandContext,
  { repository, settings }: RepositoryInUse,
  versions: readonly NeededVersion[],
  on: boolean,
): Promise<HoldReport | undefined> {
  const key = storageKeyFrom(terminal, 'HOLD_');
  if (!key) return undefined;
  const bare = await connectStore(settings.store, key, world);
  try {
    return await setHolds(withRetry(bare, world), repository.prefix, versions, on, { signal });
  } finally {
    await bare.close();
  }
}

function holdWarnings(holds: HoldReport | undefined): readonly string[] {
  if (!holds) return [];
  const { missing, refused } = holds;
  return [
    ...(missing.length > 0 ? [`${countOf(missing.length, 'object')} not in the bucket any more.`] : []),
    ...(refused[0]
      ? [`The provider refused the legal hold of ${countOf(refused.length, 'object')}: ${refused[0].words}`]
      : []),
  ];
}
