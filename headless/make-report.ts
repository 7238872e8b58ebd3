import { explainError } from '../core/app/explain-error.ts';
import {
  makeReport as makeAnyReport,
  makeUnfinishedReport as makeAnyUnfinishedReport,
  type ReportMade,
} from '../core/recovery/make-report.ts';
import type { RestoreRecord } from '../core/recovery/restore-record.ts';
import { restoredFiles } from '../core/recovery/restored-files.ts';
import type { RestoreReport } from '../core/restore/restore-report.ts';
import type { RunOutcome } from '../core/restore/restore-run.ts';
import type { CommandContext } from './command-context.ts';
import { ProgressLine } from './progress-line.ts';
import { toldForRecovery } from './recovery-from-flags.ts';
import { sizeInWords } from './words-for-people.ts';

/** The same command names the same file: its own unfinished report makes room. */
const mayReplace = 'same-unfinished';

const goesOn =
  'What it had not come to yet is not listed. The same command goes on where it was; when that has finished, its whole report takes the place of this one.';

/** Reads every restored file back from the disk, then writes the report about it all. */
export async function makeReport(
  { world, terminal, signal }: CommandContext,
  record: RestoreRecord,
  about: { readonly file: string; readonly restored: RestoreReport; readonly outcome: RunOutcome },
): Promise<ReportMade> {
  const { file, restored, outcome } = about;
  const line = new ProgressLine(terminal, world.now);
  record.end();
  try {
    const listed = { destination: outcome.plan.destination, files: () => restoredFiles(outcome) };
    const onProgress = (bytes: number): void =>
      line.update(() => `Reading back: ${sizeInWords(bytes)} of ${sizeInWords(restored.bytes)}`);
    return await makeAnyReport(record, restored, listed, { file, mayReplace, signal, onProgress });
  } finally {
    line.clear();
  }
}

/** Mistakes of the command line, found before anything came back. */
const mistakes: ReadonlySet<string> = new Set(['usage', 'path-not-in-snapshot', 'path-impossible']);

/** Writes what is known of a restore that ended early. Where even that fails, a note says so: what ended the restore counts more. */
export async function makeUnfinishedReport(
  { note }: CommandContext,
  record: RestoreRecord,
  file: string,
  error: unknown,
): Promise<void> {
  const { code, words } = explainError(toldForRecovery(error));
  if (mistakes.has(code)) return;
  record.end();
  try {
    await makeAnyUnfinishedReport(record, { why: words, next: goesOn }, { file, mayReplace });
    note(`The restore did not finish. What was back by then is in ${file}.`);
  } catch (unwritten) {
    note(`The report could not be written. ${explainError(unwritten).words}`);
  }
}
