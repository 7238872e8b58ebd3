import type { JobProgress } from '../../contract/jobs.ts';
import type { WrittenReport } from '../../contract/recovery-report.ts';
import { makeReport, makeUnfinishedReport } from '../../recovery/make-report.ts';
import { explainError } from '../explain-error.ts';
import { freeNames } from '../free-names.ts';
import type { JobEnd, RunningJob } from '../service/service-context.ts';
import { countOf, timeInWords } from '../words-for-people.ts';
import { wordsInWindow } from '../words-in-window.ts';
import type { KeptRestore } from './kept-restores.ts';

const goesOn =
  'What it had not come to yet is not listed. Restored once more to the same folder, it goes on where it was; the report of that is a new one.';

/** Writes the report of a restore that has ended into a folder, beside whatever is there. */
export async function reportJob(kept: KeptRestore, folder: string, job: RunningJob): Promise<JobEnd> {
  const { record, end } = kept;
  const name = `Holdfast restore report ${timeInWords(record.endedAt ?? record.startedAt).replace(':', '-')}`;
  const [file] = freeNames(folder, name, ['.txt', '.txt.sha256']);
  const place = { file, mayReplace: 'nothing' } as const;
  let written: WrittenReport;
  if (end && 'back' in end) {
    const { restored, destination, files } = end.back;
    const listed = { destination, files: () => files.items() };
    const onProgress = (bytes: number): void => job.progress(readingBack(bytes, restored.bytes));
    onProgress(0);
    const made = await makeReport(record, restored, listed, { ...place, signal: job.signal, onProgress });
    const { manifest, problemCount } = made;
    written = {
      file,
      manifest: manifest.file,
      files: manifest.files,
      bytes: manifest.bytes,
      missing: problemCount,
    };
  } else {
    const { files, bytes, problemCount } = await makeUnfinishedReport(
      record,
      { why: whyOf(end?.error), next: goesOn },
      place,
    );
    written = { file, manifest: null, files, bytes, missing: problemCount };
  }
  kept.written = written;
  const { files, bytes, missing } = written;
  return {
    state: 'done',
    words: `The report on ${countOf(files, 'file')} is in ${file}.`,
    figures: { files, bytes, missing },
  };
}

/** The words of a stop speak of backups. */
function whyOf(error: unknown): string {
  const { code, words } = explainError(error);
  return code === 'cancelled' ? 'It was stopped.' : wordsInWindow(words);
}

const readingBack = (doneBytes: number, totalBytes: number): JobProgress => ({
  phase: 'reading-back',
  doneFiles: 0,
  totalFiles: 0,
  doneBytes,
  totalBytes,
  open: false,
  bytesPerSecond: null,
  remainingSeconds: null,
  slow: null,
});
