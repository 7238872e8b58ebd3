import type { JobPhase } from '../../contract/jobs.ts';
import { isLoopback } from '../../storage/provider-time.ts';
import { writesMade } from '../../recovery/writes-made.ts';
import type { World } from '../../system/world.ts';
import { attacksOver, openSuspicions } from '../open-suspicions.ts';
import { auditSentence } from '../audit-words.ts';
import { chooseSnapshot } from '../choose-snapshot.ts';
import { noteOutcome } from '../drill/note-outcome.ts';
import { runDrill } from '../drill/run-drill.ts';
import { policyOf } from '../policy-of.ts';
import { nearbyProofMs } from '../proof-time.ts';
import { provenNow } from '../protection-state.ts';
import { notProtected } from '../protection-words.ts';
import { proveHome } from '../prove-home.ts';
import { readSnapshots } from '../read-snapshots.ts';
import { renewHome } from '../renew-home.ts';
import { renewalWarnings } from '../renewal-words.ts';
import { retireHome } from '../retire-home.ts';
import { runAudit } from '../run-audit.ts';
import type { StorageKey } from '../secrets/secrets.ts';
import { readUpkeep } from '../upkeep-state.ts';
import { countOf, dateInWords, sizeInWords } from '../words-for-people.ts';
import type { JobEnd, RunningJob, SetInUse } from './service-context.ts';
import { stepOf } from './step-of.ts';

const stateOf = (hasWarnings: boolean): JobEnd['state'] => (hasWarnings ? 'warnings' : 'done');

function phase(job: RunningJob, name: JobPhase, done = 0, total = 0): void {
  job.progress({ ...stepOf(name), doneFiles: done, totalFiles: total, open: total === 0 });
}

export async function runRenewJob(inUse: SetInUse, job: RunningJob, world: World): Promise<JobEnd> {
  phase(job, 'renewing');
  const { home, settings } = inUse;
  const { report, survey, warnings, now } = await renewHome({ home, inUse, world, signal: job.signal });
  const proven = provenNow((await readUpkeep(home)).proofs, now, policyOf(settings));
  const trouble = [
    ...(proven === 'disproved' ? [notProtected] : []),
    ...renewalWarnings(report),
    ...warnings,
  ];
  const { renewed, renewedBytes, examined, least, missing, refused, left } = report;
  return {
    state: stateOf(trouble.length > 0),
    words: [
      survey.kept.length === 0
        ? 'There are no snapshots, so there is nothing to renew.'
        : `${countOf(renewed, 'lock')} lengthened; everything is locked until ${dateInWords(least)}.`,
      ...trouble,
    ].join('\n'),
    figures: {
      renewed,
      renewedBytes,
      examined,
      missing: missing.length,
      refused: refused.length,
      left,
      ...(Number.isFinite(least) ? { least } : {}),
    },
  };
}

export async function runAuditJob(inUse: SetInUse, job: RunningJob, world: World): Promise<JobEnd> {
  phase(job, 'auditing');
  const { report, protection, warnings } = await runAudit(inUse.home, inUse, world, {
    all: false,
    signal: job.signal,
  });
  const alarms = report.findings.filter(({ severity }) => severity === 'alarm').length;
  return {
    state: stateOf(report.verdict !== 'clean' || warnings.length > 0),
    words: [
      auditSentence(report, protection.state.proven),
      ...report.findings.map(({ words, todo }) => `${words} ${todo}`),
      ...warnings,
    ].join('\n'),
    figures: {
      alarms,
      warnings: report.findings.length - alarms,
      needed: report.counts.needed,
      calls: report.calls,
      ...(Number.isFinite(report.least) ? { least: report.least } : {}),
    },
  };
}

/** How long the test objects of a proof are locked; a practice vault need not be given a minute. */
const canaryMs = (endpoint: string): number => (isLoopback(endpoint) ? nearbyProofMs : 60_000);

export async function runProveJob(
  inUse: SetInUse,
  job: RunningJob,
  world: World,
  setUpKey: StorageKey | undefined,
): Promise<JobEnd> {
  phase(job, 'proving');
  const proof = await proveHome(inUse, {
    home: inUse.home,
    world,
    signal: job.signal,
    canaryMs: canaryMs(inUse.settings.store.endpoint),
    setUpKey,
    onLockHalf: () => phase(job, 'waiting'),
  });
  const attempts = [...(proof.lockHalf?.attempts ?? []), ...proof.keyHalf.attempts];
  const refused = attempts.filter(({ outcome }) => outcome === 'refused').length;
  const letThrough = attempts.filter(
    ({ expected, outcome }) => expected === 'refused' && outcome === 'done',
  ).length;
  return {
    state: stateOf(proof.verdict !== 'ok'),
    words:
      proof.verdict === 'broken'
        ? notProtected
        : proof.verdict === 'ok'
          ? `Proven: ${refused} attempts to take something away were refused.`
          : 'Nothing is proven: an attempt that must work did not.',
    figures: {
      attempts: attempts.length,
      refused,
      letThrough,
      ok: proof.verdict === 'ok' ? 1 : 0,
      lockHalf: proof.lockHalf ? 1 : 0,
    },
  };
}

const drillLimits = { files: 20, bytes: 200e6 };

export async function runDrillJob(inUse: SetInUse, job: RunningJob, world: World): Promise<JobEnd> {
  phase(job, 'drilling');
  const { home, settings, repository, catalog } = inUse;
  const { snapshots, now } = await readSnapshots(inUse);
  const { dayMs } = policyOf(settings);
  const suspected = await openSuspicions(home, snapshots, now, dayMs);
  const snapshot = chooseSnapshot(
    snapshots,
    'latest',
    suspected.map(({ since }) => since),
    await attacksOver(home, snapshots, now, dayMs),
  );
  const before = writesMade(inUse.meter);
  const report = await runDrill({
    repository,
    catalog,
    snapshot,
    limits: drillLimits,
    now,
    world,
    signal: job.signal,
  });
  await noteOutcome(home, report, now);
  const { files, bytes, compared, problems } = report;
  const [first] = problems;
  return {
    state: stateOf(problems.length > 0),
    words: first
      ? `The drill FAILED for ${countOf(problems.length, 'path')}: ${first.path}: ${first.reason}`
      : `${countOf(files, 'file')}, ${sizeInWords(bytes)}, came back; ${compared} compared with the files here, all the same.`,
    figures: {
      files,
      bytes,
      compared,
      problems: problems.length,
      writes: writesMade(inUse.meter) - before,
    },
    snapshot: report.snapshot,
  };
}

export async function runRetireJob(
  inUse: SetInUse,
  job: RunningJob,
  world: World,
  maintenanceKey: StorageKey | undefined,
): Promise<JobEnd> {
  phase(job, 'retiring');
  const report = await retireHome({
    home: inUse.home,
    inUse,
    world,
    // Without a key that may delete there is nothing to do by hand but to look.
    plan: inUse.settings.space === 'by-hand' && maintenanceKey === undefined,
    maintenanceKey,
    signal: job.signal,
  });
  const { done, due, stopped, refused, renewal } = report;
  const sum = (of: readonly { readonly bytes: number }[]): number =>
    of.reduce((total, { bytes }) => total + bytes, 0);
  const warnings = [
    ...refused.map(({ name, words }) => `Refused: ${name}: ${words}`),
    ...(renewal ? renewalWarnings(renewal) : []),
  ];
  return {
    state: stateOf(stopped !== undefined || warnings.length > 0),
    words: stopped
      ? stopped.words
      : [
          report.how === 'plan'
            ? `${sizeInWords(sum(due))} could be given back with a maintenance key.`
            : `${sizeInWords(done.bytes)} given back in ${countOf(done.names, 'object')}.`,
          ...warnings.slice(0, 20),
        ].join('\n'),
    figures: {
      names: done.names,
      bytes: done.bytes,
      dueBytes: sum(due),
      waitingBytes: sum(report.waiting),
      stillLockedBytes: report.stillLocked.bytes,
      refused: refused.length,
    },
  };
}
