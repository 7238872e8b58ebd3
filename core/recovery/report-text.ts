import type { RestoreConflict, RestoreProblem } from '../restore/restore-report.ts';
import { howVerified, type RestoreFacts, type RestoreLists, type Unfinished } from './restore-facts.ts';
import { restoreMark } from './unfinished-report.ts';

/** A page to print. */
export async function* asText(facts: RestoreFacts, lists: RestoreLists): AsyncGenerator<string> {
  const { from, snapshot, end } = facts;
  const rows: readonly (readonly [string, string])[] = [
    ['Started', iso(facts.startedAt)],
    [end.isFinished ? 'Finished' : 'Ended early', iso(facts.finishedAt)],
    ['Report written', iso(facts.writtenAt)],
    ['Provider clock', `${iso(facts.providerTime)} at the beginning`],
    ['By', `${plain(facts.user)} on ${plain(facts.host)}, ${facts.program}`],
    ['', ''],
    ['From', `bucket ${from.bucket} at ${from.endpoint}`],
    ['Prefix', from.prefix || '(none)'],
    ['Repository', from.repository],
    ['Snapshot', snapshot.id],
    [
      '  stored',
      `${iso(snapshot.uploadedAt)}, by the provider's clock${snapshot.complete ? '' : '; of an unfinished backup'}`,
    ],
    ['  made by', `${plain(snapshot.user)} on ${plain(snapshot.host)}, ${plain(snapshot.program)}`],
    [
      '  holds',
      `${count(snapshot.files)} files, ${count(snapshot.bytes)} bytes, of ${snapshot.folders.map(plain).join(', ')}`,
    ],
    ['  not in it', `${count(snapshot.skippedCount)} paths that the backup could not read`],
    ['  locked until', lockWords(snapshot.lockedUntil)],
    ['', ''],
    ['Asked for', facts.asked.length === 0 ? 'everything' : facts.asked.map(plain).join(', ')],
    ['Restored to', plain(facts.to)],
    [
      'Files',
      `${count(facts.files)} (${count(facts.alreadyThere)} of them were there already, with the same contents)`,
    ],
    ['Bytes', count(facts.bytes)],
    ...(end.isFinished ? ([['Folders', count(end.directories)]] as const) : []),
    ['Downloaded', `${count(facts.downloadedBytes)} bytes`],
    ['Writes', `${count(facts.writes)} calls that could have changed the bucket`],
    ...endRows(facts),
  ];
  yield end.isFinished ? 'HOLDFAST RESTORE REPORT\n\n' : unfinishedHead(facts, end);
  yield rows.map(([name, value]) => (name ? `${`${name}:`.padEnd(20)}${value}\n` : '\n')).join('');
  yield `\nHow it was verified\n${(end.isFinished ? howVerified : howVerified.slice(0, 2)).map((line) => `- ${line}\n`).join('')}`;
  if (facts.notes.length > 0) yield `\nNotes\n${facts.notes.map((line) => `- ${line}\n`).join('')}`;
  yield `\nDid not come back, or not wholly${end.isFinished ? '' : ', so far'} (${count(facts.problemCount)})\n`;
  for await (const problem of lists.problems) yield problemLine(problem);
  yield `\nFiles that stood in the way (${count(facts.conflictCount)})\n`;
  for await (const conflict of lists.conflicts) yield conflictLine(conflict);
  yield '\nEnd of report\n';
}

function endRows({ end, problemCount, to }: RestoreFacts): readonly (readonly [string, string])[] {
  const lost = problemCount === 0 ? 'nothing' : `${count(problemCount)} paths, listed below`;
  if (!end.isFinished)
    return [
      ['Lost so far', lost],
      ['Checksums', 'none: they are taken of a restore that finished'],
    ];
  const { manifest } = end;
  return [
    ['Did not come back', lost],
    ['', ''],
    ['Checksums', `${plain(manifest.file)}: ${count(manifest.files)} files, ${count(manifest.bytes)} bytes`],
    ['  its SHA-256', manifest.sha256],
    ['  compare with', `cd ${quoted(to)} && sha256sum -c ${quoted(manifest.file)}`],
  ];
}

/** The first two lines are how a later run knows it as its own: see unfinished-report.ts. */
function unfinishedHead(facts: RestoreFacts, { why, next, of }: Unfinished): string {
  const whole = of ? ` of ${sum(of)}` : '; what was to come was not known yet';
  return [
    'HOLDFAST RESTORE REPORT: THE RESTORE DID NOT FINISH',
    `${'Restore:'.padEnd(20)}${restoreMark(facts)}`,
    '',
    `It ended early: ${plain(why)}`,
    `Back by then: ${sum(facts)}${whole}.`,
    next,
    '',
    '',
  ].join('\n');
}

const sum = ({ files, bytes }: { readonly files: number; readonly bytes: number }): string =>
  `${count(files)} ${files === 1 ? 'file' : 'files'}, ${count(bytes)} bytes`;

const problemLine = ({ path, reason }: RestoreProblem): string => `- ${plain(path)}: ${plain(reason)}\n`;

const conflictLine = ({ path, restoredAs }: RestoreConflict): string =>
  `- ${plain(path)}: ${restoredAs === null ? 'skipped' : `restored as ${plain(restoredAs)}`}\n`;

const iso = (instant: number): string => new Date(instant).toISOString();
const count = (value: number): string => value.toLocaleString('en-US');

function lockWords(until: number | null): string {
  if (until === null) return 'not asked: nothing had to be downloaded';
  return until === 0 ? 'something it needs is not locked' : `${iso(until)} (the soonest of what was read)`;
}

/** A name cannot end a line or move the cursor of whoever prints the report. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly those
  const moving = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/g;
  if (!moving.test(text)) return text;
  return `"${text.replace(moving, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
