import type { JobProgress } from '../../contract/jobs.ts';

/** A rate looks back so far. */
const windowMs = 8_000;
/** Less than this says nothing. */
const leastMs = 1_000;
/** Work may tell of every file; so many samples a second are enough. */
const sampleMs = 100;

/** Rate and remaining time from the bytes of the last seconds, where the work itself does not tell. */
export class JobMeter {
  #samples: { readonly at: number; readonly bytes: number }[] = [];

  /** @param now milliseconds that never jump */
  complete(progress: JobProgress, now: number): JobProgress {
    const last = this.#samples.at(-1);
    // Another phase counts from the beginning.
    if (last && progress.doneBytes < last.bytes) this.#samples = [];
    const here = { at: now, bytes: progress.doneBytes };
    if (this.#samples.length === 0 || now - (last?.at ?? 0) >= sampleMs)
      this.#samples = [...this.#samples.filter(({ at }) => now - at <= windowMs), here];
    const bytesPerSecond = progress.bytesPerSecond ?? this.#rate(here);
    const left = progress.totalBytes - progress.doneBytes;
    const own = bytesPerSecond && !progress.open && left > 0 ? left / bytesPerSecond : null;
    return { ...progress, bytesPerSecond, remainingSeconds: progress.remainingSeconds ?? own };
  }

  #rate(here: { readonly at: number; readonly bytes: number }): number | null {
    const [first] = this.#samples;
    if (!first || here.at - first.at < leastMs || here.bytes === first.bytes) return null;
    return ((here.bytes - first.bytes) / (here.at - first.at)) * 1000;
  }
}
