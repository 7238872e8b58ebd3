import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { asText } from './report-text.ts';
import { howVerified, type RestoreFacts, type RestoreLists } from './restore-facts.ts';
import { replacesReport, restoreMark } from './unfinished-report.ts';

/** So much text is gathered before it is written. */
const pieceLength = 64 * 1024;

/** `same-unfinished`: a report of the same restore that did not finish makes room for the whole one; `nothing`: whatever is there stays. */
export type MayReplace = 'same-unfinished' | 'nothing';

/**
 * Writes the report: as JSON where the file's name ends so, else as a page of text. However much did not come back, each path
 * is in it.
 * @param file a new one, or what may be replaced: this one takes its place when it is whole
 * @param mayReplace what of that
 * @returns SHA-256 of the report, hex
 * @throws path-impossible or EEXIST where something else is there
 */
export async function writeReport(
  file: string,
  facts: RestoreFacts,
  lists: RestoreLists,
  mayReplace: MayReplace,
): Promise<string> {
  const parts = /\.json$/i.test(file) ? asJson(facts, lists) : asText(facts, lists);
  const replaces = mayReplace === 'same-unfinished' && (await replacesReport(file, restoreMark(facts)));
  const target = replaces ? `${file}.${process.pid}.new` : file;
  const out = await open(target, 'wx', 0o600);
  const hash = createHash('sha256');
  let waiting = '';
  const flush = async (): Promise<void> => {
    hash.update(waiting);
    await out.appendFile(waiting);
    waiting = '';
  };
  try {
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
    if (replaces) await rename(target, file);
  } catch (error) {
    // Half a report would say that nothing else was lost, and keep the whole one away.
    await rm(target, { force: true });
    throw error;
  }
  return hash.digest('hex');
}

async function* asJson(facts: RestoreFacts, lists: RestoreLists): AsyncGenerator<string> {
  const { startedAt, finishedAt, writtenAt, providerTime, snapshot, end, ...others } = facts;
  const { isFinished, ...ended } = end;
  const head = {
    report: 'holdfast restore',
    finished: isFinished,
    restore: restoreMark(facts),
    ...(end.isFinished ? {} : { why: end.why, of: end.of ?? null, next: end.next }),
    ...others,
    ...(isFinished ? ended : { manifest: null }),
    startedAt: iso(startedAt),
    finishedAt: iso(finishedAt),
    writtenAt: iso(writtenAt),
    providerTime: iso(providerTime),
    snapshot: {
      ...snapshot,
      uploadedAt: iso(snapshot.uploadedAt),
      lockedUntil: snapshot.lockedUntil === null ? null : iso(snapshot.lockedUntil),
    },
    verified: end.isFinished ? howVerified : howVerified.slice(0, 2),
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

const iso = (instant: number): string => new Date(instant).toISOString();
