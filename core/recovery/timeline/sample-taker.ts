import { dayMs } from '../../locks/period.ts';
import type { Told } from '../../model/said.ts';
import type { ReadableRepository, ChunkLocator } from '../../restore/chunk-place.ts';
import { findFirstUnlike } from './find-first-unlike.ts';
import { judgeSample, type SampleVerdict } from './judge-sample.ts';
import { dayInWords } from './own-dates.ts';
import { sampleSnapshot, type Sample, type SampledFile } from './sample-snapshot.ts';
import type { TimelineSnapshot } from './timeline.ts';

/** A sample is some dozens of reads; a year of hourly snapshots takes 26 to find the first one that is wrong. */
const mostSamples = 26;

/** So long has nobody who owns a computer been patient. */
const establishedMs = 14 * dayMs;

export type Places = ChunkLocator & {
  /** What index objects told is looked for anew; whether anything may be found elsewhere now. */
  doubt?(names: 'indexed'): Promise<boolean>;
  close(): Promise<void>;
};

/** Takes samples of snapshots of one repository, each once. */
export class SampleTaker {
  readonly #repository: ReadableRepository;
  readonly #pool: readonly TimelineSnapshot[];
  readonly #openPlaces: (snapshots: readonly TimelineSnapshot[]) => Promise<Places>;
  readonly #onSample: () => void;
  readonly #samples = new Map<string, Sample>();

  /** @param pool oldest first: those that may be compared */
  constructor(
    repository: ReadableRepository,
    pool: readonly TimelineSnapshot[],
    openPlaces: (snapshots: readonly TimelineSnapshot[]) => Promise<Places>,
    onSample: () => void,
  ) {
    this.#repository = repository;
    this.#pool = pool;
    this.#openPlaces = openPlaces;
    this.#onSample = onSample;
  }

  /**
   * Compares the proposed snapshot with the oldest one of the same folders, or of all if these are new. Where it looks wrong, all snapshots from the
   * first one that does on are: id → why.
   */
  async judge(id: string): Promise<{ readonly unlike: ReadonlyMap<string, Told>; readonly told: Told }> {
    const proposed = this.#pool.find((snapshot) => snapshot.id === id);
    if (!proposed)
      return {
        unlike: new Map(),
        told: { words: 'none of its files were looked into', said: { code: 'sample-none' } },
      };
    const alike = this.#pool.filter((snapshot) => foldersOf(snapshot) === foldersOf(proposed));
    // Folders that are backed up only since some days may be garbage from their first day on: then the oldest of all.
    const isOld = proposed.uploadedAt - alike[0]!.uploadedAt > establishedMs;
    const oldest = isOld ? alike[0]! : this.#pool[0]!;
    const baseline = oldest.id === id ? [] : (await this.#sampleOf(oldest)).files;
    const judged = await this.#verdict(proposed, baseline);
    if (judged.verdict !== 'unlike') return { unlike: new Map(), told: judged };
    const at = this.#pool.indexOf(proposed);
    const { first, found } = await findFirstUnlike(
      at,
      async (index) => (await this.#verdict(this.#pool[index]!, baseline)).verdict === 'like',
      mostSamples,
    );
    if (!found)
      return {
        unlike: new Map(),
        told: {
          words: `${judged.words}; but so it is in the oldest snapshot, so this set may be like that`,
          said: { code: 'sample-ever', why: [judged.said] },
        },
      };
    const { uploadedAt } = this.#pool[first]!;
    const why: Told = {
      words: `from the snapshot of ${dayInWords(uploadedAt)} on, ${judged.words}`,
      said: { code: 'sample-from', on: { day: uploadedAt }, why: [judged.said] },
    };
    return {
      unlike: new Map(this.#pool.slice(first, at + 1).map((snapshot) => [snapshot.id, why])),
      told: {
        words: `newer ones are spoiled: ${why.words}`,
        said: { code: 'sample-newer', why: [why.said] },
      },
    };
  }

  async #verdict(snapshot: TimelineSnapshot, baseline: readonly SampledFile[]): Promise<SampleVerdict> {
    return judgeSample(await this.#sampleOf(snapshot), baseline, snapshot.body.statistics.files);
  }

  async #sampleOf(snapshot: TimelineSnapshot): Promise<Sample> {
    const known = this.#samples.get(snapshot.id);
    if (known) return known;
    this.#onSample();
    const places = await this.#openPlaces([snapshot]);
    try {
      const first = await sampleSnapshot(this.#repository, places, snapshot);
      const isLied = first.failed > 0 && (await places.doubt?.('indexed')) === true;
      const sample = isLied ? await sampleSnapshot(this.#repository, places, snapshot) : first;
      this.#samples.set(snapshot.id, sample);
      return sample;
    } finally {
      await places.close();
    }
  }
}

const foldersOf = ({ body }: TimelineSnapshot): string =>
  JSON.stringify(body.roots.map(({ path }) => path).toSorted());
