import type { WrittenReport } from '../../contract/recovery-report.ts';
import { HoldfastError, isHoldfastError } from '../../errors/holdfast-error.ts';
import type { BytePath } from '../../model/entry.ts';
import type { Recovered } from '../../recovery/recover-files.ts';
import { RestoreRecord, type RecordedRestore } from '../../recovery/restore-record.ts';
import { lookedAt, restoredFiles, type RestoredFile } from '../../recovery/restored-files.ts';
import { Spool } from '../../recovery/spool.ts';
import type { RestoreReport } from '../../restore/restore-report.ts';
import type { RunOutcome } from '../../restore/restore-run.ts';

/** Older ones give their temporary files back. */
const remembered = 10;

export type KeptRestore = {
  readonly record: RestoreRecord;
  /** Undefined: it runs. `error`: it did not finish. */
  end: { readonly back: Back } | { readonly error: unknown } | undefined;
  /** Its last report. */
  written: WrittenReport | null;
};

/** The plan itself would take as much memory for as long as the recovery is open. */
type Back = {
  readonly restored: RestoreReport;
  readonly destination: BytePath;
  readonly files: Spool<RestoredFile>;
};

/** Restores of one recovery, for reports that are asked for when they have ended. */
export class KeptRestores {
  readonly #byJob = new Map<string, KeptRestore>();

  /**
   * Carries one out.
   * @param run is given what must be told while it runs
   * @param signal ends the list of what is back too: then there is no report
   */
  async keep(
    job: string,
    about: RecordedRestore,
    run: (record: RestoreRecord) => Promise<Recovered>,
    signal?: AbortSignal,
  ): Promise<RestoreReport> {
    const record = new RestoreRecord(about);
    const kept: KeptRestore = { record, end: undefined, written: null };
    this.#byJob.set(job, kept);
    for (const [old, one] of [...this.#byJob].slice(0, Math.max(0, this.#byJob.size - remembered))) {
      this.#drop(old, one);
    }
    try {
      const { report: restored, outcome } = await run(record);
      record.end();
      await this.#listFiles(kept, restored, outcome, signal).catch(() => this.#drop(job, kept));
      return restored;
    } catch (error) {
      record.end();
      kept.end = { error };
      if (isMistake(error)) this.#drop(job, kept);
      throw error;
    }
  }

  /** Where even this does not work, such as on a full disk, there is no report; the files are back all the same. */
  async #listFiles(
    kept: KeptRestore,
    restored: RestoreReport,
    outcome: RunOutcome,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const files = new Spool<RestoredFile>();
    kept.end = { back: { restored, destination: outcome.plan.destination, files } };
    for await (const file of lookedAt(restoredFiles(outcome))) {
      signal?.throwIfAborted();
      files.add(file);
    }
  }

  #drop(job: string, kept: KeptRestore): void {
    this.#byJob.delete(job);
    close(kept);
  }

  find(job: string): KeptRestore | undefined {
    return this.#byJob.get(job);
  }

  /** @throws request-invalid */
  get(job: string): KeptRestore {
    const kept = this.#byJob.get(job);
    if (kept) return kept;
    throw new HoldfastError('request-invalid', {
      reason: 'what that restore did is not known any more in this recovery',
    });
  }

  close(): void {
    for (const kept of this.#byJob.values()) close(kept);
    this.#byJob.clear();
  }
}

/** Found before anything came back: there is nothing to report. */
const isMistake = (error: unknown): boolean =>
  isHoldfastError(error, 'path-not-in-snapshot') || isHoldfastError(error, 'path-impossible');

function close({ record, end }: KeptRestore): void {
  record.close();
  if (end && 'back' in end) end.back.files.close();
}
