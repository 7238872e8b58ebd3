import { lstatSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { sha256Hex } from '../crypto/sha256.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { RestoreFacts } from './restore-facts.ts';

/** How a report of a restore that did not finish begins; the mark follows. As `write-report.ts` and `report-text.ts` write it. */
const beginnings = [
  /^HOLDFAST RESTORE REPORT: THE RESTORE DID NOT FINISH\nRestore: +([0-9a-f]{64})\n/,
  /^\{\n {2}"report": "holdfast restore",\n {2}"finished": false,\n {2}"restore": "([0-9a-f]{64})",\n/,
];
const beginningBytes = 512;

/** The same for the same command: what was restored, of it which paths, and to where. Hex. */
export function restoreMark({
  from,
  snapshot,
  asked,
  to,
}: {
  readonly from: Pick<RestoreFacts['from'], 'repository'>;
  readonly snapshot: Pick<RestoreFacts['snapshot'], 'id'>;
} & Pick<RestoreFacts, 'asked' | 'to'>): string {
  return sha256Hex(Buffer.from(JSON.stringify([from.repository, snapshot.id, asked, to])));
}

/**
 * Whether a new report replaces what is there: only where that is the report of the same restore, which did not finish.
 * @param mark undefined: of any restore
 * @returns false: nothing is there
 * @throws path-impossible where anything else is
 */
export async function replacesReport(file: string, mark: string | undefined): Promise<boolean> {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (!stat) return false;
  const found = stat.isFile() ? await markIn(file) : undefined;
  if (found !== undefined && (mark === undefined || found === mark)) return true;
  const reason =
    found === undefined
      ? 'it exists already and is not overwritten'
      : 'it is the report of another restore, which did not finish, and is not overwritten; give another name';
  throw new HoldfastError('path-impossible', { path: file, reason });
}

async function markIn(file: string): Promise<string | undefined> {
  const opened = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(beginningBytes), 0, beginningBytes, 0);
    const text = buffer.toString('latin1', 0, bytesRead);
    return beginnings.map((one) => one.exec(text)?.[1]).find((mark) => mark !== undefined);
  } finally {
    await opened.close();
  }
}
