import type { ProtectionView, SuspicionView } from '../../contract/protection.ts';
import { lastClean } from '../../locks/last-clean.ts';
import { readDecisionList } from '../../locks/decisions.ts';
import { findingSaid, severityOf } from '../../upkeep/audit-finding.ts';
import { snapshotRows } from '../browsing/snapshot-rows.ts';
import type { Protection } from '../look-at-protection.ts';
import type { SetInUse } from '../service/service-context.ts';
import { openSuspicions } from '../open-suspicions.ts';
import { currentDecisions } from '../own-decisions.ts';
import { policyOf } from '../policy-of.ts';
import type { UpkeepState } from '../upkeep-state.ts';
import { asChosen } from './retention-as-chosen.ts';

/** How everything stands: the snapshots as just listed, all else from what was remembered. */
export async function protectionView(inUse: SetInUse, protection: Protection): Promise<ProtectionView> {
  const { survey, state, upkeep } = protection;
  const { home, settings } = inUse;
  const { protectMs, dayMs } = policyOf(settings);
  const open = await openSuspicions(home, survey.snapshots, state.now, dayMs);
  const { retention } = readDecisionList(await currentDecisions(home, survey));
  return {
    now: state.now,
    seenAt: null,
    protectDays: settings.protectDays,
    promise: state.now + protectMs,
    snapshots: await snapshotRows(inUse, protection),
    suspicions: open.map((one) => suspicionView(one, lastClean(survey.snapshots, [one.since])?.id ?? null)),
    ...remembered(upkeep),
    retention: asChosen(retention),
    space: settings.space,
  };
}

function suspicionView(
  { since, signals }: Awaited<ReturnType<typeof openSuspicions>>[number],
  clean: string | null,
): SuspicionView {
  return {
    since,
    signals: signals.map(({ kind, words, said, files }) => ({ kind, words, said: said ?? null, files })),
    lastClean: clean,
  };
}

function remembered({
  lastAudit,
  lastDrill,
  lastRenewal,
  proofs,
}: UpkeepState): Pick<ProtectionView, 'audit' | 'proofs' | 'drill' | 'renewal'> {
  return {
    audit: lastAudit && {
      at: lastAudit.at,
      verdict: lastAudit.verdict,
      findings: lastAudit.found.map(({ code, count, words, said, isNew = false }) => ({
        code,
        severity: severityOf(code) ?? 'warning',
        count,
        words,
        said: said ?? findingSaid(code, count),
        isNew,
      })),
    },
    proofs: {
      lockHalf: proofs.lockHalf && { at: proofs.lockHalf.at, ok: proofs.lockHalf.ok },
      keyHalf: proofs.keyHalf && { at: proofs.keyHalf.at, ok: proofs.keyHalf.ok },
    },
    drill: lastDrill && { at: lastDrill.at, ok: lastDrill.ok, files: lastDrill.files },
    renewal: lastRenewal && {
      at: lastRenewal.finishedAt,
      renewed: lastRenewal.renewed,
      whole: lastRenewal.whole,
    },
  };
}
