import type { JobProgress } from '../../contract/jobs.ts';

/** A rate looks back so far. */
const windowMs = 8_000;
/** Less than this says nothing. */
const leastMs = 1_000;

/** Rate and remaining time from the bytes of the last seconds, where the work itself does not tell. */
export class JobMeter {
  #samples: { readonly at: number; readonly bytes: number }[] = [];

  /** @param now milliseconds that never jump */
  complete(progress: JobProgress, now: number): JobProgress {
    const last = this.#samples.at(-1);
    // Another phase counts from the beginning.
    if (last && progress.doneBytes < last.bytes) this.#samples = [];
    this.#samples = [
      ...this.#samples.filter(({ at }) => now - at <= windowMs),
      { at: now, bytes: progress.doneBytes },
    ];
    const bytesPerSecond = progress.bytesPerSecond ?? this.#rate();
    const left = progress.totalBytes - progress.doneBytes;
    const own = bytesPerSecond && !progress.open && left > 0 ? left / bytesPerSecond : null;
    return { ...progress, bytesPerSecond, remainingSeconds: progress.remainingSeconds ?? own };
  }

  #rate(): number | null {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (!first || !last || last.at - first.at < leastMs || last.bytes === first.bytes) return null;
    return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
  }
}
