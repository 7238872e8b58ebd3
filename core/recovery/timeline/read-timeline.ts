import type { Meter } from '../../storage/decorators/meter.ts';
import { readLease } from '../../locks/confirm-lease.ts';
import type { Instant } from '../../model/object.ts';
import type { Told } from '../../model/said.ts';
import type { Repository } from '../../repository/repository.ts';
import { concurrently } from '../../system/concurrently.ts';
import { ActivityReader } from './activity-reader.ts';
import { assess, type Assessment } from './assess.ts';
import { unasked } from './choose-proposal.ts';
import type { Evidence } from './evidence.ts';
import { RunJudge } from './judge-runs.ts';
import { NeededPresence, type Presence } from './needed-presence.ts';
import { readSnapshots, type SnapshotsRead } from './read-snapshots.ts';
import { SampleTaker, type Places } from './sample-taker.ts';
import type { Timeline, TimelineSnapshot } from './timeline.ts';

export type TimelineSource = {
  readonly repository: Repository;
  readonly meter: Meter;
  /** Provider time. */
  now(): Instant;
};

export type TimelineOptions = {
  /**
   * How far to go. `first`: what `snapshots/` tells, and whether the proposed snapshot is whole. `sample`: files of it are looked
   * into as well. `all`: also whether the others are whole, and what else lies in the bucket.
   */
  readonly upTo?: 'first' | 'sample' | 'all';
  /** Looks into names beyond our own; default 64. */
  readonly extraLooks?: number;
  /** Pages of a thousand versions of the listing of everything; default 300. */
  readonly maxPages?: number;
  /** Where the chunks of these snapshots lie; absent: no sample is taken. */
  readonly openPlaces?: (snapshots: readonly TimelineSnapshot[]) => Promise<Places>;
  readonly onFirstAnswer?: (timeline: Timeline) => void;
  readonly onProgress?: (step: Told) => void;
  readonly signal?: AbortSignal;
};

const defaultPages = 300;
/** Each proposal that turns out to lack something costs what it needs; after so many the least bad one is taken. */
const mostChoices = 8;

/**
 * What happened to a repository, from the bucket and the words alone, and which snapshot to restore. Reads only. The first
 * answer costs requests bounded by what is ours plus the listing of `snapshots/`, whatever an intruder put there.
 * @throws cancelled, and what the store throws
 */
export async function readTimeline(source: TimelineSource, options: TimelineOptions = {}): Promise<Timeline> {
  return await new TimelineReader(source, options).read();
}

class TimelineReader {
  readonly #source: TimelineSource;
  readonly #options: TimelineOptions;
  readonly #presence: NeededPresence;
  readonly #presences = new Map<string, Presence | undefined>();
  readonly #unlike = new Map<string, Told>();
  readonly #notLookedAt: Told[] = [];
  readonly #sampled: Told[] = [];
  #further: readonly Evidence[] = [];
  #read!: SnapshotsRead;
  #runJudge!: RunJudge;
  #firstAnswer = 0;

  constructor(source: TimelineSource, options: TimelineOptions) {
    this.#source = source;
    this.#options = options;
    this.#presence = new NeededPresence(source.repository);
  }

  async read(): Promise<Timeline> {
    const { upTo = 'all', extraLooks, onProgress, onFirstAnswer } = this.#options;
    this.#read = await readSnapshots(this.#source.repository, {
      ...(extraLooks !== undefined && { extraLooks }),
      onListed: (versions) => {
        this.#options.signal?.throwIfAborted();
        onProgress?.({
          words: `listing the snapshots: ${versions.toLocaleString('en-US')} versions`,
          said: { code: 'step-listing-snapshots', count: versions },
        });
      },
    });
    this.#runJudge = new RunJudge(this.#read.snapshots);
    await this.#askForProposal();
    this.#firstAnswer = this.#calls();
    if (upTo === 'first') return this.#timeline();
    onFirstAnswer?.(this.#timeline());
    await this.#sample();
    if (upTo === 'sample') return this.#timeline();
    await this.#askForOthers();
    const activity = await this.#readActivity();
    await this.#askForProposal();
    return { ...this.#timeline(), activity };
  }

  /** The proposal and the runner-up are whole, or others are chosen. */
  async #askForProposal(): Promise<void> {
    for (let choice = 0; choice < mostChoices; choice++) {
      const { snapshots } = this.#assess();
      const next = unasked(snapshots, (id) => this.#presences.has(id));
      if (next.length === 0) return;
      // Newest first: the proposal before the runner-up.
      for (const snapshot of next.toReversed()) await this.#ask(snapshot);
    }
  }

  async #ask(snapshot: TimelineSnapshot): Promise<void> {
    this.#options.signal?.throwIfAborted();
    this.#presences.set(snapshot.id, await this.#presence.of(snapshot));
  }

  async #askForOthers(): Promise<void> {
    const { snapshots } = this.#assess();
    for (const snapshot of snapshots.toReversed()) {
      const isAfter = snapshot.marks.some(({ kind }) => kind === 'after-attack');
      if (isAfter || this.#presences.has(snapshot.id)) continue;
      await this.#ask(snapshot);
      const count = this.#presences.size;
      this.#options.onProgress?.({
        words: `asking what is still there: ${count} snapshots`,
        said: { code: 'step-asking', count },
      });
    }
  }

  /** A proposal whose files do not look like what their names say is stepped back from. */
  async #sample(): Promise<void> {
    const { openPlaces, onProgress } = this.#options;
    const { proposal, snapshots } = this.#assess();
    if (!openPlaces || !proposal) return;
    const pool = snapshots.filter(
      ({ body, marks }) =>
        body.complete &&
        !marks.some(({ kind }) =>
          ['after-attack', 'future-dated', 'back-dated', 'incomplete'].includes(kind),
        ),
    );
    const taker = new SampleTaker(this.#source.repository, pool, openPlaces, () =>
      onProgress?.({
        words: 'looking into some files of the proposed snapshot',
        said: { code: 'step-looking' },
      }),
    );
    const { unlike, told } = await taker.judge(proposal.snapshot);
    for (const [id, why] of unlike) this.#unlike.set(id, why);
    this.#sampled.push(told);
    await this.#askForProposal();
  }

  async #readActivity(): Promise<Timeline['activity']> {
    const { store, prefix } = this.#source.repository;
    const { maxPages = defaultPages, onProgress, signal } = this.#options;
    const { snapshots } = this.#assess();
    const ours = snapshots.filter(({ id }) => this.#presences.get(id) !== undefined);
    const reader = new ActivityReader(prefix, this.#presence.objects(ours), (object) =>
      this.#presence.lockOf(object),
    );
    let pages = 0;
    for await (const page of store.listVersions(prefix)) {
      signal?.throwIfAborted();
      for (const version of page) reader.take(version);
      const count = ++pages * 1000;
      onProgress?.({
        words: `listing everything: ${count.toLocaleString('en-US')} versions`,
        said: { code: 'step-listing-all', count },
      });
      if (pages >= maxPages && page.length >= 1000) {
        this.#notLookedAt.push({
          words: `what lies in the bucket behind the first ${(pages * 1000).toLocaleString('en-US')} versions by name (recover timeline --full lists all)`,
          said: { code: 'rest-unlisted', count: pages * 1000 },
        });
        break;
      }
    }
    await concurrently(reader.suspects, 16, async (version) => {
      reader.judgeSuspect(version, (await readLease(store, version)) ?? 0);
    });
    this.#further = reader.end();
    return reader.log.buckets;
  }

  #assess(): Assessment {
    return assess({
      snapshots: this.#read.snapshots,
      runJudge: this.#runJudge,
      foreignTimes: this.#read.foreignTimes.buckets,
      presences: this.#presences,
      unlike: this.#unlike,
      further: this.#further,
      now: this.#source.now(),
    });
  }

  #timeline(): Timeline {
    const { unread, foreign } = this.#read;
    const { proposal, ...rest } = this.#assess();
    const notLookedAt = [...this.#notLookedAt];
    if (unread.names > 0)
      notLookedAt.push({
        words: `${unread.names.toLocaleString('en-US')} further names among the snapshots, all newer than what is shown (recover timeline --more looks into more of them)`,
        said: { code: 'rest-names', count: unread.names },
      });
    if (this.#presence.beyondBounds > 0)
      notLookedAt.push({
        words: `${this.#presence.beyondBounds} snapshots that name more objects than any of yours should`,
        said: { code: 'rest-beyond', count: this.#presence.beyondBounds },
      });
    return {
      now: this.#source.now(),
      ...rest,
      proposal: proposal && { ...proposal, reasons: [...proposal.reasons, ...this.#sampled] },
      unread,
      foreign,
      activity: [],
      notLookedAt,
      requests: { firstAnswer: this.#firstAnswer, total: this.#calls() },
    };
  }

  #calls(): number {
    return Object.values(this.#source.meter.snapshot().calls).reduce((sum, calls) => sum + calls, 0);
  }
}
