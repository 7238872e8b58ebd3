import type { World } from '../system/world.ts';
import { toText } from '../source/byte-path.ts';
import type { BackupPass } from './backup-pass.ts';
import type { BackupProgress } from './backup-types.ts';
import type { FileToStore } from './store-messages.ts';

/** Five a second are enough for an eye. */
const everyMs = 200;
/** What opening a file costs, in bytes read meanwhile: so that a remaining time also holds for many tiny files. */
const bytesPerFile = 16 * 1024;

/** Samples a pass; `close` gives a last report. */
export class ProgressTicker {
  readonly #pass: BackupPass;
  readonly #world: World;
  readonly #started: number;
  readonly #uploadedBefore: number;
  readonly #report: ((progress: BackupProgress) => void) | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #passStarted: number;
  readonly #slow = new SlowFiles();
  #phase: BackupProgress['phase'] = 'storing';

  constructor(
    pass: BackupPass,
    world: World,
    started: number,
    uploadedBefore: number,
    report: ((progress: BackupProgress) => void) | undefined,
  ) {
    this.#pass = pass;
    this.#world = world;
    this.#started = started;
    this.#passStarted = world.monotonic();
    this.#uploadedBefore = uploadedBefore;
    this.#report = report;
    this.#timer = report && setInterval(() => this.#tick(), everyMs);
  }

  publishing(): void {
    this.#phase = 'publishing';
    this.#tick();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#tick();
  }

  #tick(): void {
    const { files, bytes } = this.#pass.progress;
    const found = this.#pass.flow.seen;
    const foundFiles = Math.max(found.files, files);
    const foundBytes = Math.max(found.bytes, bytes);
    const seconds = (this.#world.monotonic() - this.#passStarted) / 1000;
    this.#report?.({
      phase: this.#phase,
      foundFiles,
      foundBytes,
      doneFiles: files,
      doneBytes: bytes,
      uploadedBytes: this.#uploadedBefore + this.#pass.uploads.storedBytes,
      scanned: this.#pass.scanned,
      seconds: (this.#world.monotonic() - this.#started) / 1000,
      remainingSeconds: this.#pass.scanned
        ? remainingSeconds(bytes + files * bytesPerFile, foundBytes + foundFiles * bytesPerFile, seconds)
        : undefined,
      slow:
        this.#phase === 'storing' ? this.#slow.among(this.#pass.reading, this.#world.monotonic()) : undefined,
    });
  }
}

/** Longer than this for one file is worth a word. */
const slowMs = 3_000;

/** Remembers since when each file is being read. */
export class SlowFiles {
  #since = new Map<FileToStore, number>();

  /** @param now milliseconds that never jump */
  among(reading: readonly FileToStore[], now: number): string | undefined {
    this.#since = new Map(reading.map((file) => [file, this.#since.get(file) ?? now]));
    const [first] = [...this.#since].toSorted(([, a], [, b]) => a - b);
    return first && now - first[1] >= slowMs ? toText(first[0].path) : undefined;
  }
}

/** undefined before there is a rate to speak of. */
export function remainingSeconds(done: number, total: number, seconds: number): number | undefined {
  if (done <= 0 || seconds < 1) return undefined;
  return ((total - done) * seconds) / done;
}
