import type { BrowseOutputs, SnapshotMark, SnapshotRow } from '../../contract/browse.ts';
import type { RecoveryView } from '../../contract/recover.ts';
import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { Recovery, RecoveryRequest } from '../../recovery/connect-recovery.ts';
import { explainNothingFound } from '../../recovery/explain-nothing-found.ts';
import { readSnapshots } from '../../recovery/timeline/read-snapshots.ts';
import type { Timeline, TimelineSnapshot } from '../../recovery/timeline/timeline.ts';
import { writesMade } from '../../recovery/writes-made.ts';
import type { Meter } from '../../storage/decorators/meter.ts';
import { FolderCache } from '../browsing/folder-cache.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { KeptRestores } from './kept-restores.ts';
import { OpenPlaces } from './open-places.ts';
import { marksFor, rowOf, timelineView } from './timeline-view.ts';

/** One recovery, from its opening to its close. The words of the kit are in `request` and nowhere else. */
export class RecoverySession {
  readonly recovery: Recovery;
  readonly request: RecoveryRequest;
  /** The backup set of this computer that it was opened from. */
  readonly set: string | null;
  readonly places: OpenPlaces;
  readonly folders = new FolderCache();
  readonly restores = new KeptRestores();
  readonly #jobs: ServiceContext['jobs'];
  /** Of stores that were opened to write: holding, cleaning. */
  readonly #meters: Meter[] = [];
  #timeline: { readonly timeline: Timeline; readonly final: boolean } | undefined;
  #listed: Promise<readonly FoundSnapshot[]> | undefined;
  #job: string | null = null;
  #chosen: string | null = null;
  #held: RecoveryView['held'] = null;

  constructor(
    context: Pick<ServiceContext, 'jobs'>,
    request: RecoveryRequest,
    recovery: Recovery,
    set: string | null,
  ) {
    this.#jobs = context.jobs;
    this.request = request;
    this.recovery = recovery;
    this.set = set;
    this.places = new OpenPlaces(recovery.repository);
  }

  get view(): RecoveryView {
    const { store, prefix } = this.recovery.place;
    const timeline = this.#timeline;
    return {
      open: true,
      place: prefix === '' ? store.bucket : `${store.bucket}/${prefix}`,
      writes: [this.recovery.meter, ...this.#meters].reduce((sum, meter) => sum + writesMade(meter), 0),
      job: this.#job === null ? null : (this.#jobs.get(this.#job) ?? null),
      timeline: timeline ? timelineView(timeline.timeline, timeline.final) : null,
      chosen: this.#chosen,
      held: this.#held,
      skewMs: this.recovery.skewMs,
    };
  }

  countWrites(meter: Meter): void {
    this.#meters.push(meter);
  }

  set job(id: string) {
    this.#job = id;
  }

  get runningJob(): string | null {
    return this.#job !== null && this.#jobs.get(this.#job)?.state === 'running' ? this.#job : null;
  }

  tell(timeline: Timeline, final: boolean): void {
    this.#timeline = { timeline, final };
    const proposed = timeline.proposal?.snapshot;
    if (final && proposed !== undefined) this.#chosen ??= proposed;
  }

  get chosen(): string | null {
    return this.#chosen;
  }

  async choose(id: string): Promise<void> {
    await this.snapshot(id);
    this.#chosen = id;
    this.#held = null;
  }

  get heldUntil(): number | null {
    return this.#held?.until ?? null;
  }

  /** Meanwhile another one may have been chosen, whose locks nobody lengthened. */
  held(snapshot: string, until: number): void {
    if (this.#chosen === snapshot) this.#held = { until };
  }

  /** What the timeline read, else the plain list; oldest first. */
  async snapshots(): Promise<readonly FoundSnapshot[]> {
    if (this.#timeline) return this.#timeline.timeline.snapshots;
    const { repository } = this.recovery;
    this.#listed ??= readSnapshots(repository, {}).then(async ({ snapshots }) =>
      snapshots.length > 0 ? snapshots : await explainNothingFound(repository, { id: 'any' }, 0),
    );
    this.#listed.catch(() => {
      this.#listed = undefined;
    });
    return await this.#listed;
  }

  async snapshot(id: string): Promise<FoundSnapshot> {
    const found = (await this.snapshots()).find((one) => one.id === id);
    if (found) return found;
    throw new HoldfastError('snapshot-unknown', { id });
  }

  marksOf(snapshot: FoundSnapshot): readonly SnapshotMark[] {
    const seen = this.#seen(snapshot.id);
    return seen ? marksFor(seen) : [];
  }

  /** Newest first, as of a set. */
  async rows(): Promise<BrowseOutputs['snapshots.list']> {
    const now = this.recovery.now();
    const snapshots = await this.snapshots();
    const rows = snapshots.map((one): SnapshotRow => rowOf(this.#seen(one.id) ?? one, now));
    return { now, snapshots: rows.toReversed() };
  }

  async close(): Promise<void> {
    this.places.close();
    this.restores.close();
    await this.recovery.close();
  }

  #seen(id: string): TimelineSnapshot | undefined {
    return this.#timeline?.timeline.snapshots.find((one) => one.id === id);
  }
}
