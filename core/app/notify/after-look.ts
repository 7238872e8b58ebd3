import type { Instant } from '../../contract/shared.ts';
import type { SetSettings } from '../../contract/sets.ts';
import type { LockPolicy } from '../../locks/lock-policy.ts';
import { noticesDue } from '../../locks/lock-state.ts';
import { noBackupDue, noBackupLimit } from '../dead-man/no-backup.ts';
import type { Confirmed } from '../schedule/situation-of.ts';
import type { ReportKind } from '../reports/report-kinds.ts';
import type { UpkeepState } from '../upkeep-state.ts';
import { noticeId, saying, type About, type Decision, type Saying } from './decision.ts';
import type { SetMemory } from './memory.ts';

export type SetLook = {
  readonly settings: Pick<SetSettings, 'schedule' | 'deadManDays'>;
  /** Backups are still made here. */
  readonly takesBackups: boolean;
  /** The last good backup; where there is none, since when one is missed; null: nothing is missed. */
  readonly lastGood: Instant | null;
  /** A run that makes up for what was missed has had time to begin. */
  readonly settled: boolean;
  readonly policy: LockPolicy;
  readonly confirmed: Confirmed | null;
  readonly upkeep: UpkeepState;
  /** When each open suspicion began. */
  readonly suspectedSince: readonly Instant[];
};

const dayMs = 86_400_000;

/** Pure: what the state of a set deserves, whoever brought it about. */
export function afterLook(memory: SetMemory, about: About, look: SetLook): Decision {
  const rules = [deadMan, locks, suspicions, events, afterRuns];
  return rules.reduce<Decision>(
    (sofar, rule) => {
      const next = rule(sofar.memory, about, look);
      return { memory: next.memory, say: [...sofar.say, ...next.say], end: [...sofar.end, ...next.end] };
    },
    { memory, say: [], end: [] },
  );
}

function deadMan(
  memory: SetMemory,
  about: About,
  { settings, takesBackups, lastGood, settled }: SetLook,
): Decision {
  const limitMs = noBackupLimit(settings);
  const id = noticeId('no-backup', about.set);
  if (limitMs === null || lastGood === null || !takesBackups)
    return { memory: { ...memory, noBackup: null }, say: [], end: [id] };
  const { say, told } = noBackupDue({ lastGood, now: about.now, limitMs, told: memory.noBackup });
  if (say && !settled) return { memory, say: [], end: [] };
  const days = Math.floor((about.now - lastGood) / dayMs);
  const due = say ? [saying(about, 'no-backup', { figures: { days, lastGood }, screen: 'home' })] : [];
  return { memory: { ...memory, noBackup: told }, say: due, end: told === null ? [id] : [] };
}

/** One notice for all of it, which the next replaces. */
function locks(memory: SetMemory, about: About, { confirmed, policy }: SetLook): Decision {
  const id = noticeId('locks-early', about.set);
  if (confirmed === null) return { memory, say: [], end: [] };
  const marginMs = confirmed.least - confirmed.now;
  const { say, said } = noticesDue(marginMs, policy, memory.locksSaid);
  const isLapsed = marginMs <= 0;
  // 0: something never had a lock that anybody saw.
  const until = confirmed.least || about.now;
  const changed = { ...memory, locksSaid: [...said], lapsedSaid: isLapsed };
  if (said.length === 0) return { memory: changed, say: [], end: [id] };
  const now = (kind: ReportKind, urgency: 'normal' | 'critical'): Saying =>
    saying(about, kind, { id, urgency, figures: { until }, screen: 'protection' });
  if (isLapsed)
    return { memory: changed, say: memory.lapsedSaid ? [] : [now('locks-lapsed', 'critical')], end: [] };
  return {
    memory: changed,
    say: say === undefined ? [] : [now(`locks-${say}`, say === 'last' ? 'critical' : 'normal')],
    end: [],
  };
}

/** Stays until it is decided. */
function suspicions(memory: SetMemory, about: About, { suspectedSince }: SetLook): Decision {
  const id = noticeId('suspected', about.set);
  const changed = { ...memory, suspected: [...suspectedSince] };
  if (suspectedSince.length === 0) return { memory: changed, say: [], end: [id] };
  const isNews = suspectedSince.some((since) => !memory.suspected.includes(since));
  const since = Math.min(...suspectedSince);
  const due = saying(about, 'suspected', { urgency: 'critical', figures: { since }, screen: 'recover' });
  return { memory: changed, say: isNews ? [due] : [], end: [] };
}

const eventKinds: readonly (readonly [RegExp, ReportKind])[] = [
  [/^alarm-clock-skew$/, 'clock'],
  [/^alarm-key-too-powerful$/, 'key-alarm'],
  [/^alarm-/, 'audit-alarm'],
  [/^drill-failed$/, 'drill-failed'],
  [/^locks-not-kept$/, 'proof-failed'],
];

const kindOf = (event: string): ReportKind | undefined =>
  eventKinds.find(([pattern]) => pattern.test(event))?.[1];
const codeOf = (event: string): string => event.replace(/^alarm-/, '');

/** What audits, proofs and drills noted in the home, each once. Margins and suspicions have rules of their own above. */
function events(memory: SetMemory, about: About, { upkeep }: SetLook): Decision {
  const keyed = upkeep.events.map((event) => ({ ...event, key: `${event.at} ${event.kind}` }));
  const fresh = keyed.filter(
    ({ key, kind, said }) =>
      (memory.knowsEvents ? !memory.events.includes(key) : !said) && isStill(kind, upkeep),
  );
  const say = fresh.flatMap(({ kind: event }): readonly Saying[] => {
    const kind = kindOf(event);
    if (kind === undefined) return [];
    const urgency = kind === 'proof-failed' || kind === 'audit-alarm' ? 'critical' : 'normal';
    const id = alarmId(kind, about, codeOf(event));
    return [saying(about, kind, { id, urgency, figures: { code: codeOf(event) }, screen: 'protection' })];
  });
  const said = fresh.map(({ kind }) => kind).filter((kind) => kindOf(kind) !== undefined);
  const open = [...new Set([...memory.alarms, ...said])];
  const over = open.filter((event) => !isStill(event, upkeep));
  return {
    memory: {
      ...memory,
      events: keyed.map(({ key }) => key),
      knowsEvents: true,
      alarms: open.filter((event) => !over.includes(event)),
    },
    say,
    end: over.flatMap((event) => {
      const kind = kindOf(event);
      // A run that failed may have raised the same.
      return kind === undefined || memory.raisedByRuns.includes(kind)
        ? []
        : [alarmId(kind, about, codeOf(event))];
    }),
  };
}

/** Each alarm of an audit by itself; of all else there is one. */
const alarmId = (kind: ReportKind, { set }: About, code: string): string =>
  kind === 'audit-alarm' ? noticeId(kind, set, code) : noticeId(kind, set);

/** Whether what an event told of is still so, as far as anybody has looked since. */
function isStill(event: string, { lastAudit, lastDrill, proofs }: UpkeepState): boolean {
  if (event.startsWith('alarm-')) return lastAudit?.found.some(({ code }) => code === codeOf(event)) ?? true;
  if (event === 'drill-failed') return lastDrill?.ok !== true;
  if (event === 'locks-not-kept') return proofs.lockHalf?.ok === false || proofs.keyHalf?.ok === false;
  return true;
}

/** What a failed run raised ends with a run that goes well. */
function afterRuns(memory: SetMemory, { set }: About): Decision {
  const kinds = ['clock', 'key-alarm', 'proof-failed'] as const;
  const isOpen = (kind: string): boolean =>
    memory.raisedByRuns.includes(kind) || memory.alarms.some((event) => kindOf(event) === kind);
  return { memory, say: [], end: kinds.filter((kind) => !isOpen(kind)).map((kind) => noticeId(kind, set)) };
}
