import { isHoldfastError } from '../errors/holdfast-error.ts';
import { leaseCalendar } from '../locks/lease-calendar.ts';
import { lockState } from '../locks/lock-state.ts';
import { dayMs } from '../locks/period.ts';
import type { Instant } from '../model/object.ts';
import type { BucketState } from '../storage/object-store.ts';
import { AuditFindings } from './audit-finding.ts';
import { judgeDates } from './judge-dates.ts';
import type { AuditReport } from './audit-report.ts';
import { compareSuspects } from './compare-suspects.ts';
import { judgeBucket, type BucketExpected } from './judge-bucket.ts';
import { VersionJudge, type JudgedVersions } from './judge-versions.ts';
import { knownVersions, type KnownVersion } from './known-versions.ts';
import { versionKey } from './needs.ts';
import { readDates, type DateSource, type ReadDates } from './read-dates.ts';
import { assertNotAborted } from './read-leases.ts';
import type { Survey } from './survey.ts';
import type { Upkeep } from './upkeep-context.ts';

export type AuditProgress = { readonly step: 'listing' | 'dates'; readonly done: number };

export type AuditRequest = {
  /** Made just now. */
  readonly survey: Survey;
  readonly expected: Pick<BucketExpected, 'space' | 'strict'>;
  readonly defaultRetentionBefore?: BucketExpected['defaultRetentionBefore'];
  /** Ask for every date that listings do not tell, and read every suspect. */
  readonly all: boolean;
  readonly onProgress?: (progress: AuditProgress) => void;
};

/**
 * Compares all that is ours with the provider's own answers: one listing of everything below the prefix, a thousand versions
 * a call; dates from it where it tells them. Writes nothing. Dates that were read go into the catalog.
 * @throws cancelled, and what the store throws when it cannot be reached
 */
export async function audit(upkeep: Upkeep, request: AuditRequest): Promise<AuditReport> {
  const { time, signal } = upkeep;
  let calls = 0;
  const onCall = (): void => {
    assertNotAborted(signal);
    calls++;
  };
  await time.refresh();
  const startedAt = time.now();
  const findings = new AuditFindings();
  const judged = await judgeListing(upkeep, request, startedAt, onCall);
  let asked = 0;
  const read = await readDates(upkeep, judged.seen, startedAt, request.all, () => {
    onCall();
    request.onProgress?.({ step: 'dates', done: ++asked });
  });
  const covered = await judgeCover(upkeep, judged, request.all, findings, onCall);
  const now = time.now();
  const trueDates = judgeDates(judged, read, now, upkeep, findings);
  for (const { part, snapshots: users } of request.survey.needs.unreadable)
    // Of a snapshot that was let go the lists may be gone, as they should be.
    if (users.some((id) => request.survey.reasons.has(id)))
      findings.add('list-unreadable', { object: part.name });
  const seen = await lookAtBucket(upkeep, request, findings, onCall);

  const snapshots = auditedSnapshots(request.survey, trueDates);
  const least = snapshots.reduce(
    (sofar, { reasons, protectedUntil }) => (reasons.length > 0 ? Math.min(sofar, protectedUntil) : sofar),
    Number.POSITIVE_INFINITY,
  );
  const hiddenNeeded = [...covered].filter(({ needed }) => needed).length;
  const list = findings.list();
  return {
    startedAt,
    finishedAt: time.now(),
    bucket: upkeep.repository.store.bucket,
    prefix: upkeep.repository.prefix,
    protectDays: upkeep.policy.protectDays,
    verdict: verdictOf(list),
    state: lockState({ margin: least - now, policy: upkeep.policy, hiddenNeeded: hiddenNeeded > 0 }),
    least,
    hiddenNeeded,
    snapshots,
    findings: list,
    ...lockedOf(read, now, upkeep.policy.dayMs),
    counts: countsOf(judged, request.survey, snapshots),
    dates: { ...sourcesOf(read), sampled: read.sampled },
    ...request.expected,
    ...seen,
    calls,
  };
}

async function judgeListing(
  { repository: { store, prefix }, catalog }: Upkeep,
  { survey, all, onProgress }: AuditRequest,
  now: Instant,
  onCall: () => void,
): Promise<JudgedVersions> {
  const judge = new VersionJudge(prefix, knownVersions(survey, catalog), now, all);
  let rows = 0;
  for await (const page of store.listVersions(prefix)) {
    onCall();
    for (const version of page) judge.take(version);
    onProgress?.({ step: 'listing', done: (rows += page.length) });
  }
  return judge.end();
}

/** What of ours lies under markers or other bytes. */
async function judgeCover(
  upkeep: Upkeep,
  judged: JudgedVersions,
  all: boolean,
  findings: AuditFindings,
  onCall: () => void,
): Promise<ReadonlySet<KnownVersion>> {
  const { foreign, notCompared } = await compareSuspects(upkeep, judged.suspects, all, onCall);
  const overwritten = new Set([...judged.overwritten, ...foreign.map(({ over }) => over.known)]);
  for (const { name } of judged.hidden) findings.add('hidden', { object: name });
  for (const { name } of overwritten) findings.add('overwritten', { object: name });
  const unread = notCompared + judged.furtherSuspects;
  if (unread > 0) findings.add('not-compared', { count: unread });
  return new Set([...judged.hidden, ...overwritten]);
}

async function lookAtBucket(
  { repository: { store, prefix }, policy: { protectDays }, time: { skewMs } }: Upkeep,
  { expected, defaultRetentionBefore }: AuditRequest,
  findings: AuditFindings,
  onCall: () => void,
): Promise<Pick<AuditReport, 'kind' | 'bucketState' | 'key' | 'skewMs'>> {
  onCall();
  const bucketState = await visibleState(store);
  const key = await store.keyCapabilities();
  judgeBucket(
    { kind: store.kind, state: bucketState, key, skewMs },
    { ...expected, prefix, protectDays, defaultRetentionBefore },
    findings,
  );
  return { kind: store.kind, bucketState, key, skewMs };
}

function verdictOf(findings: AuditReport['findings']): AuditReport['verdict'] {
  if (findings.length === 0) return 'clean';
  return findings.some(({ severity }) => severity === 'alarm') ? 'alarms' : 'warnings';
}

function lockedOf(
  { dates }: ReadDates,
  now: Instant,
  dayLength: number,
): Pick<AuditReport, 'calendar' | 'lockedBytes'> {
  const locked = [...dates].map(([{ size }, { until }]) => ({ size, until }));
  return {
    calendar: leaseCalendar(locked, dayLength),
    lockedBytes: locked.reduce((sum, { size, until }) => sum + (until > now ? size : 0), 0),
  };
}

function sourcesOf({ dates }: ReadDates): Record<DateSource, number> {
  const sources = { listing: 0, question: 0, confirmed: 0 };
  for (const { source } of dates.values()) sources[source]++;
  return sources;
}

function countsOf(
  { counts }: JudgedVersions,
  { snapshots, kept, needs, foreign }: Survey,
  audited: AuditReport['snapshots'],
): AuditReport['counts'] {
  const needed = needs.union(kept);
  return {
    ...counts,
    needed: needed.length,
    neededBytes: needed.reduce((sum, { size }) => sum + size, 0),
    partialSnapshots: snapshots.filter(({ body }) => !body.complete).length,
    foreignSnapshots: foreign,
    dateDisagrees: audited.filter(({ dateDisagrees }) => dateDisagrees).length,
  };
}

/** undefined: this key may not see it. */
async function visibleState(
  store: Pick<Upkeep['repository']['store'], 'bucketState'>,
): Promise<BucketState | undefined> {
  try {
    return await store.bucketState();
  } catch (error) {
    if (isHoldfastError(error, 'key-insufficient')) return undefined;
    throw error;
  }
}

function auditedSnapshots(
  { snapshots, reasons, needs }: Survey,
  dates: ReadonlyMap<string, Instant>,
): AuditReport['snapshots'] {
  const until = needs.least(snapshots, (version) => dates.get(versionKey(version)) ?? 0);
  return snapshots.map(({ id, uploadedAt, body }) => ({
    id,
    uploadedAt,
    ownDate: body.finishedAt,
    dateDisagrees: Math.abs(body.finishedAt - uploadedAt) > dayMs,
    complete: body.complete,
    reasons: reasons.get(id) ?? [],
    protectedUntil: until.get(id) ?? 0,
  }));
}
