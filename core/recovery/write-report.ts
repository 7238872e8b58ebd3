import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { RestoreConflict, RestoreProblem } from '../restore/restore-report.ts';
import { howVerified, type RestoreFacts, type RestoreLists } from './restore-facts.ts';

/** So much text is gathered before it is written. */
const pieceLength = 64 * 1024;

/**
 * Writes the report: as JSON where the file's name ends so, else as a page of text. However much did not come back, each path
 * is in it.
 * @param file a new one
 * @returns SHA-256 of the report, hex
 */
export async function writeReport(file: string, facts: RestoreFacts, lists: RestoreLists): Promise<string> {
  const parts = /\.json$/i.test(file) ? asJson(facts, lists) : asText(facts, lists);
  const out = await open(file, 'wx', 0o600);
  const hash = createHash('sha256');
  let waiting = '';
  const flush = async (): Promise<void> => {
    hash.update(waiting);
    await out.appendFile(waiting);
    waiting = '';
  };
  try {
    for await (const part of parts) {
      waiting += part;
      if (waiting.length >= pieceLength) await flush();
    }
    await flush();
    await out.sync();
  } finally {
    await out.close();
  }
  return hash.digest('hex');
}

async function* asJson(facts: RestoreFacts, lists: RestoreLists): AsyncGenerator<string> {
  const { startedAt, finishedAt, providerTime, snapshot } = facts;
  const head = {
    report: 'holdfast restore',
    ...facts,
    startedAt: iso(startedAt),
    finishedAt: iso(finishedAt),
    providerTime: iso(providerTime),
    snapshot: {
      ...snapshot,
      uploadedAt: iso(snapshot.uploadedAt),
      lockedUntil: snapshot.lockedUntil === null ? null : iso(snapshot.lockedUntil),
    },
    verified: howVerified,
  };
  yield JSON.stringify(head, undefined, 2).replace(/\n\}$/, '');
  yield* jsonList('problems', lists.problems);
  yield* jsonList('conflicts', lists.conflicts);
  yield '\n}\n';
}

async function* jsonList(name: string, items: AsyncIterable<unknown>): AsyncGenerator<string> {
  yield `,\n  "${name}": [`;
  let isFirst = true;
  for await (const item of items) {
    yield `${isFirst ? '' : ','}\n    ${JSON.stringify(item)}`;
    isFirst = false;
  }
  yield isFirst ? ']' : '\n  ]';
}

async function* asText(facts: RestoreFacts, lists: RestoreLists): AsyncGenerator<string> {
  const { from, snapshot, manifest } = facts;
  const rows: readonly (readonly [string, string])[] = [
    ['Started', iso(facts.startedAt)],
    ['Finished', iso(facts.finishedAt)],
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
    ['Folders', count(facts.directories)],
    ['Downloaded', `${count(facts.downloadedBytes)} bytes`],
    ['Writes', `${count(facts.writes)} calls that could have changed the bucket`],
    [
      'Did not come back',
      facts.problemCount === 0 ? 'nothing' : `${count(facts.problemCount)} paths, listed below`,
    ],
    ['', ''],
    ['Checksums', `${plain(manifest.file)}: ${count(manifest.files)} files, ${count(manifest.bytes)} bytes`],
    ['  its SHA-256', manifest.sha256],
    ['  compare with', `cd ${quoted(facts.to)} && sha256sum -c ${quoted(manifest.file)}`],
  ];
  yield 'HOLDFAST RESTORE REPORT\n\n';
  yield rows.map(([name, value]) => (name ? `${`${name}:`.padEnd(20)}${value}\n` : '\n')).join('');
  yield `\nHow it was verified\n${howVerified.map((line) => `- ${line}\n`).join('')}`;
  if (facts.notes.length > 0) yield `\nNotes\n${facts.notes.map((line) => `- ${line}\n`).join('')}`;
  yield `\nDid not come back, or not wholly (${count(facts.problemCount)})\n`;
  for await (const problem of lists.problems) yield problemLine(problem);
  yield `\nFiles that stood in the way (${count(facts.conflictCount)})\n`;
  for await (const conflict of lists.conflicts) yield conflictLine(conflict);
  yield '\nEnd of report\n';
}

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
