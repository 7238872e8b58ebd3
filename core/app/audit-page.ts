import type { KeepReason } from '../locks/choose-kept.ts';
import { dayMs } from '../locks/period.ts';
import { ruleInWords } from '../upkeep/judge-bucket.ts';
import type { AuditedSnapshot, AuditReport } from '../upkeep/audit-report.ts';
import { readRule } from '../storage/provisioning/rule-effects.ts';
import { auditPageStyle } from './audit-page-style.ts';
import { auditSentence, countsInWords, datesInWords } from './audit-words.ts';
import { calendarChart } from './calendar-chart.ts';
import { clockWarning } from './clock-warning.ts';
import { shortId } from './choose-snapshot.ts';
import { keyInWords } from './key-judgement.ts';
import { stateGlyph, type Proven } from './protection-words.ts';
import { placeInWords, type StoragePlace } from './storage-place.ts';
import {
  countInWords,
  countOf,
  dateInWords,
  sizeInWords,
  timeInWords,
  untilInWords,
} from './words-for-people.ts';

/** Of one finding; the JSON result has more. */
const shownNames = 8;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Names in a bucket are whatever somebody gave them. */
const safe = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');

const reasonWords: Readonly<Record<KeepReason, string>> = {
  all: 'recent',
  day: 'first of its day',
  week: 'first of its week',
  month: 'first of its month',
  year: 'first of its year',
  newest: 'newest',
  pinned: 'pinned',
  'before-suspicion': 'before a suspicion',
  partial: 'partial',
};

/** The report as a page to print or keep: self-contained, no script, nothing fetched. */
export function renderAuditPage(report: AuditReport, proven: Proven, place: StoragePlace): string {
  const { finishedAt: now } = report;
  const { tone, glyph } = look(report, proven);
  const [headline, more] = headlineOf(auditSentence(report, proven));
  const kept = report.snapshots.filter(({ reasons }) => reasons.length > 0);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Audit of the locks, ${dateInWords(now)}</title><style>${auditPageStyle}</style></head>
<body><main>
<header><span><b>Holdfast</b> · audit of the locks</span><span>${timeInWords(now)} by the provider’s clock</span></header>
<h1 class="${tone}"><span class="glyph">${glyph}</span><span>${inWords(headline)}</span></h1>
<div class="lead">${more.map((sentence) => `<p>${inWords(sentence)}</p>`).join('')}<p class="quiet">${safe(placeInWords(place))}</p></div>
<dl class="facts">
${fact('Locked until at least', kept.length > 0 && report.least > 0 ? dateInWords(report.least) : '–', marginWords(report))}
${fact('Backups kept', countInWords(kept.length), `of ${countOf(report.snapshots.length, 'snapshot')}`)}
${fact('Under lock now', sizeInWords(report.lockedBytes), `${countOf(report.protectDays, 'day')} of protection`)}
${fact('Found', findingsInShort(report), proofInShort(proven))}
</dl>
${findingsOf(report)}
<h2>Backups</h2>
${snapshotsTable(report)}
<h2>Until when how much is locked</h2>
${chartOf(report)}
<h2>Counted, and no reason to worry</h2>
${countsOf(report)}
<h2>Bucket, key and clock</h2>
${pairs(bucketInWords(report))}
<h2>How the dates are known</h2>
<p class="note">${safe(datesInWords(report))}</p>
<footer>Made from ${countOf(report.calls, 'answer')} of the provider between ${timeInWords(report.startedAt)} and ${timeInWords(now)} (its clock; times here are those of this computer’s time zone). A lock can be lengthened and never shortened, so dates on this page can only become later.</footer>
</main></body></html>
`;
}

/** Commands stand between backticks in our words. */
const inWords = (text: string): string => safe(text).replace(/`([^`]+)`/g, '<code>$1</code>');

/** What was found and what that means are large, what to do comes after. */
function headlineOf(sentence: string): readonly [string, readonly string[]] {
  const [found, means, ...rest] = sentence.split(/(?<=\.) (?=[A-Z])/);
  const [first, ...more] = (means ?? '').split(/, (?=not proven yet)/);
  const later = more.map((words) => words.charAt(0).toUpperCase() + words.slice(1));
  return [`${found} ${first}`, [...later, ...(rest.length > 0 ? [rest.join(' ')] : [])]];
}

function look(
  { verdict, state }: AuditReport,
  proven: Proven,
): { readonly tone: string; readonly glyph: string } {
  if (verdict === 'alarms') return { tone: 'bad', glyph: '⚠' };
  const tones = { protected: 'good', thinning: 'thin', 'at-risk': 'risk', lapsed: 'bad' } as const;
  return { tone: proven === 'disproved' ? 'bad' : tones[state], glyph: stateGlyph(state, proven) };
}

const fact = (title: string, value: string, more: string): string =>
  `<div><dt>${title}</dt><dd>${safe(value)}<small>${safe(more)}</small></dd></div>`;

function marginWords({ least, finishedAt }: AuditReport): string {
  if (!Number.isFinite(least)) return 'nothing is kept';
  if (least <= finishedAt) return 'ended';
  const days = Math.floor((least - finishedAt) / dayMs);
  return days === 0 ? 'less than a day' : `in ${countOf(days, 'day')}`;
}

function findingsInShort({ findings, verdict }: AuditReport): string {
  if (verdict === 'clean') return 'nothing wrong';
  const alarms = findings.filter(({ severity }) => severity === 'alarm').length;
  const warnings = findings.length - alarms;
  return [
    ...(alarms ? [countOf(alarms, 'alarm')] : []),
    ...(warnings ? [countOf(warnings, 'warning')] : []),
  ].join(', ');
}

function proofInShort(proven: Proven): string {
  if (proven === 'proven') return 'locks proven';
  return proven === 'disproved' ? 'the last proof failed' : 'locks not proven yet';
}

function findingsOf({ findings }: AuditReport): string {
  return findings
    .map(({ severity, words, todo, objects, count }) => {
      const shown = objects.slice(0, shownNames);
      const more = count - shown.length;
      const names = shown.map((name) => `<li>${safe(name)}</li>`).join('');
      const rest = more > 0 && shown.length > 0 ? `<li>and ${countInWords(more)} more</li>` : '';
      return `<section class="finding ${severity}"><h3>${severity === 'alarm' ? '⚠ Alarm' : '▲ Warning'}</h3><p>${safe(words)}</p><p class="todo"><b>What to do:</b> ${inWords(todo)}</p>${names ? `<ul>${names}${rest}</ul>` : ''}</section>`;
    })
    .join('\n');
}

function snapshotsTable(report: AuditReport): string {
  if (report.snapshots.length === 0) return '<p class="quiet">There are no backups yet.</p>';
  const longest = Math.max(
    report.protectDays * dayMs,
    ...report.snapshots.map(({ protectedUntil }) => protectedUntil - report.finishedAt),
  );
  const rows = report.snapshots.toReversed().map((snapshot) => snapshotRow(snapshot, report, longest));
  return `<div class="wide"><table><thead><tr><th>Taken</th><th>Snapshot</th><th>Kept as</th><th>Locked until</th><th class="margin"></th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** "newest, first of its day, week and month" */
function keptAs(reasons: readonly KeepReason[]): string {
  const words = reasons.map((reason) => reasonWords[reason]);
  const others = words.filter((one) => !one.startsWith('first of its '));
  const windows = words.filter((one) => one.startsWith('first of its ')).map((one) => one.slice(13));
  const last = windows.at(-1);
  const firsts = windows.length > 1 ? `${windows.slice(0, -1).join(', ')} and ${last}` : last;
  return [...others, ...(firsts ? [`first of its ${firsts}`] : [])].join(', ') || 'not kept any more';
}

function snapshotRow(snapshot: AuditedSnapshot, report: AuditReport, longest: number): string {
  const { id, uploadedAt, ownDate, dateDisagrees, complete, reasons, protectedUntil } = snapshot;
  const margin = Math.max(0, protectedUntil - report.finishedAt);
  const until =
    protectedUntil > 0
      ? untilInWords(protectedUntil, report.finishedAt)
      : '<span class="warn">something is missing or not locked</span>';
  const remarks = [
    ...(complete ? [] : ['partial']),
    ...(dateDisagrees ? [`says itself that it is of ${dateInWords(ownDate)}`] : []),
  ];
  return `<tr${reasons.length > 0 ? '' : ' class="gone"'}><td class="date">${timeInWords(uploadedAt)}</td><td><code>${shortId(id)}</code></td><td>${keptAs(reasons)}${remarks.map((words) => `<br><span class="warn">${words}</span>`).join('')}</td><td class="date">${until}</td><td class="margin"><i><b style="width:${((margin / longest) * 100).toFixed(0)}%"></b></i></td></tr>`;
}

function chartOf({ calendar, finishedAt, protectDays }: AuditReport): string {
  const chart = calendarChart(calendar, finishedAt, finishedAt + protectDays * dayMs);
  if (!chart) return '<p class="quiet">Nothing is under a running lock.</p>';
  return `<figure>${chart.svg}<figcaption>${chart.caption}</figcaption></figure>`;
}

const pairs = (rows: readonly (readonly [string, string])[]): string =>
  `<table class="pairs"><tbody>${rows.map(([what, value]) => `<tr><td>${safe(what)}</td><td>${safe(value)}</td></tr>`).join('')}</tbody></table>`;

function countsOf(report: AuditReport): string {
  const counted = countsInWords(report);
  const none = counted
    .filter(([, count]) => count === '0')
    .map(([what]) => what.charAt(0).toLowerCase() + what.slice(1));
  const looked =
    none.length > 0 ? `<p class="note">Looked for and not found: ${safe(none.join('; '))}.</p>` : '';
  return pairs(counted.filter(([, count]) => count !== '0')) + looked;
}

function bucketInWords(report: AuditReport): readonly (readonly [string, string])[] {
  const { bucketState: state, key, kind, skewMs, space } = report;
  const unseen = 'not visible with this key';
  const days = state?.defaultRetentionDays;
  return [
    ['Object Lock', state ? (state.lockEnabled ? 'on' : 'OFF') : unseen],
    ['Versions', state ? (state.versioning ? 'kept' : 'NOT KEPT') : unseen],
    ['Default retention', state ? (days ? countOf(days, 'day') : 'none') : unseen],
    ['Lifecycle rules', rulesInWords(kind, state?.lifecycle) ?? unseen],
    [
      'Space is given back',
      space === 'automatic' ? 'by the bucket’s rule' : 'by hand, with a maintenance key',
    ],
    ['Storage key', keyInWords(key, undefined)],
    ['Clocks', clockWarning(skewMs) ?? 'This computer’s and the provider’s agree.'],
  ];
}

function rulesInWords(kind: AuditReport['kind'], rules: readonly unknown[] | undefined): string | undefined {
  if (rules?.length === 0) return 'none';
  return rules
    ?.map((rule) => readRule(kind, rule))
    .map((effect) => (effect ? ruleInWords(effect) : 'one in words that this Holdfast does not know'))
    .join('; ');
}
