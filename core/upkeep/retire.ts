import type { Catalog } from '../catalog/catalog.ts';
import {
  judgeName,
  lockEnds,
  sweptFolders,
  type Judgement,
  type PassRules,
  type SweptFolder,
} from '../locks/choose-candidates.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { Instant, ObjectVersion } from '../model/object.ts';
import type { Repository } from '../repository/repository.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { concurrently } from '../system/concurrently.ts';
import { deleteNames, hideNames, type DueName } from './give-back.ts';
import { versionKey } from './needs.ts';
import { assertNotAborted, readLeases } from './read-leases.ts';
import { isWhole, renewLocks, workOf, type RenewalReport } from './renew-locks.ts';
import {
  RetireTally,
  type Candidates,
  type LetGo,
  type RetireReport,
  type StopReason,
} from './retire-report.ts';
import { sweptNames, type SweptName } from './swept-names.ts';
import { unlistedSnapshots, type Survey } from './survey.ts';
import type { Upkeep } from './upkeep-context.ts';

/** HEADs under way at a time. */
const atATime = 16;
/** Names asked for together, so that little is held while a listing goes on. */
const askedTogether = 256;
const usualMaxUnknown = 20_000;
/** Rows looked for in one statement. */
const struckTogether = 5_000;

export type RetireOptions = {
  readonly upkeep: Upkeep;
  /**
   * `plan`: changes nothing at all. `hide`: for a bucket whose rule deletes what is hidden. `delete`: with a maintenance
   * key; without one it only remembers the candidates, so that the wait of a day runs.
   */
  readonly how: 'plan' | 'hide' | 'delete';
  /** For a plan: which of the other two it is for. Default: automatic. */
  readonly space?: 'automatic' | 'by-hand';
  readonly maintenance?: ObjectStore | undefined;
  /**
   * So many names that the catalog does not know are asked for and held in one pass (default 20,000): whoever may upload can
   * make them without end.
   */
  readonly maxUnknown?: number;
  /** Told what is given back now, before anything is touched. */
  readonly onDue?: (due: readonly Candidates[]) => void;
};

/**
 * Gives space back (design 4, "lock before you sweep"): renews all that is needed, lists everything, and hides or
 * deletes the names of which no version is needed and no lock runs, once a pass a day ago found the same.
 * @param survey made a moment ago
 * @throws clocks-differ, cancelled, key-insufficient, and network errors. Whatever it throws, nothing that is needed was
 *   touched, and a listing that breaks touches nothing
 */
export async function retire(
  repository: Pick<Repository, 'store' | 'prefix'>,
  catalog: Catalog,
  survey: Survey,
  options: RetireOptions,
): Promise<RetireReport> {
  return await new Retirement(repository, catalog, survey, options).run();
}

type Found = DueName & { readonly folder: SweptFolder; readonly since: Instant; readonly isDue: boolean };

class Retirement {
  readonly #repository: Pick<Repository, 'store' | 'prefix'>;
  readonly #catalog: Catalog;
  readonly #survey: Survey;
  readonly #options: RetireOptions;
  readonly #space: 'automatic' | 'by-hand';
  readonly #tally: RetireTally;
  readonly #found: Found[] = [];
  /** Names that snapshots which were let go need and no kept one: when their last lock ends. */
  readonly #released = new Map<string, Instant | undefined>();
  #unknown = 0;

  constructor(
    repository: Pick<Repository, 'store' | 'prefix'>,
    catalog: Catalog,
    survey: Survey,
    options: RetireOptions,
  ) {
    this.#repository = repository;
    this.#catalog = catalog;
    this.#survey = survey;
    this.#options = options;
    this.#tally = new RetireTally(options.upkeep.policy.dayMs);
    const { how, space = 'automatic' } = options;
    this.#space = how === 'plan' ? space : how === 'hide' ? 'automatic' : 'by-hand';
  }

  async run(): Promise<RetireReport> {
    const { upkeep, how } = this.#options;
    const { time } = upkeep;
    await time.refresh();
    const stop = this.#stopBefore();
    if (stop) return this.#report(time.now(), stop);
    const work = workOf(this.#survey, this.#catalog);
    const { needed, conveniences } = work;
    let renewal: RenewalReport | undefined;
    if (how !== 'plan') {
      time.assertMayLock();
      renewal = await renewLocks({ ...upkeep, ...this.#own }, work);
      if (!isWhole({ ...renewal, missing: [] }))
        return this.#report(time.now(), 'renewal-not-whole', renewal);
      await time.refresh();
      time.assertMayLock();
    }
    const now = time.now();
    const keys = new Set(needed.map(versionKey));
    const kept = new Set([...needed, ...conveniences].map(({ name }) => name));
    for (const { name } of this.#survey.needs.versions)
      if (!kept.has(name)) this.#released.set(name, undefined);
    const unlisted = await this.#sweep(now, kept, new Set(keys));
    const isUnlisted = (version: ObjectVersion): boolean => unlisted.has(versionKey(version));
    const gone = renewal?.missing ?? (await this.#askFor(needed.filter(isUnlisted)));
    // Gone for good, by HEAD and by the listing: nothing that is done here can touch it. Where they contradict, neither counts.
    if (gone.some((version) => keys.has(versionKey(version)) && !isUnlisted(version)))
      return this.#report(now, 'renewal-not-whole', renewal);
    const missed = unlisted.size - gone.filter(isUnlisted).length;
    if (missed > 0) return this.#report(now, 'listing-incomplete', renewal);
    if (how !== 'plan') {
      this.#catalog.candidates.replace(this.#found);
      await this.#giveBack(now);
    }
    return this.#report(now, undefined, renewal);
  }

  get #own(): { readonly repository: Pick<Repository, 'store' | 'prefix'>; readonly catalog: Catalog } {
    return { repository: this.#repository, catalog: this.#catalog };
  }

  #stopBefore(): StopReason | undefined {
    const { kept, standing, needs } = this.#survey;
    if (kept.length === 0) return 'nothing-kept';
    if (standing.suspicions.length > 0) return 'suspicion';
    const keptIds = new Set(kept.map(({ id }) => id));
    if (needs.unreadable.some((part) => part.snapshots.some((id) => keptIds.has(id)))) return 'unreadable';
    const isMissing = unlistedSnapshots(this.#survey, this.#catalog).length > 0;
    return isMissing ? 'snapshot-missing' : undefined;
  }

  /** Which of these are gone; only the first so many are asked for: a listing that left out more is a broken one. */
  async #askFor(versions: readonly ObjectVersion[]): Promise<readonly ObjectVersion[]> {
    const asked = versions.slice(0, askedTogether);
    const found = await readLeases(this.#own, asked, () => this.#assertNotAborted());
    return asked.filter((version) => !found.has(versionKey(version)));
  }

  /** @returns the needed versions that the listings left out */
  async #sweep(now: Instant, kept: ReadonlySet<string>, needed: Set<string>): Promise<ReadonlySet<string>> {
    const genuine = new Set(this.#survey.snapshots.map(({ version }) => version.name));
    const rules: PassRules = {
      now,
      dayMs: this.#options.upkeep.policy.dayMs,
      space: this.#space,
      isKept: (name) => kept.has(name),
      since: (name) => this.#catalog.candidates.since(name),
    };
    for (const folder of sweptFolders) {
      let unasked: SweptName[] = [];
      const askAll = async (): Promise<void> => {
        await concurrently(unasked, atATime, async (name) => {
          const asked = { ...name, lockedUntil: await this.#ask(name.unasked) };
          this.#take(folder, asked, judgeName(asked, rules));
        });
        unasked = [];
      };
      const names = sweptNames(this.#repository, this.#catalog, folder, now, {
        foreign: (bytes) => this.#tally.foreign.add(bytes),
        seen: (version) => needed.delete(versionKey(version)),
      });
      for await (const name of names) {
        this.#assertNotAborted();
        if (folder === 'snapshots' && !genuine.has(name.name)) {
          this.#tally.foreign.add(name.bytes);
          continue;
        }
        const judgement = judgeName(name, rules);
        if (!this.#affords(name, judgement)) this.#tally.left++;
        else if (judgement.is === 'unknown') unasked.push(name);
        else this.#take(folder, name, judgement);
        if (unasked.length >= askedTogether) await askAll();
      }
      await askAll();
    }
    return needed;
  }

  #affords({ isKnown }: SweptName, { is }: Judgement): boolean {
    const isHeld = is === 'unknown' || is === 'waiting' || is === 'due';
    const { maxUnknown = usualMaxUnknown } = this.#options;
    return isKnown || !isHeld || ++this.#unknown <= maxUnknown;
  }

  /** When the last lock of these ends. What the catalog knows is noted there, so that it is not asked again while it runs. */
  async #ask(versions: readonly ObjectVersion[]): Promise<Instant> {
    const { store, prefix } = this.#repository;
    let last = 0;
    for (const version of versions)
      try {
        const { lock } = await store.head(version);
        last = Math.max(last, lock ? lockEnds(lock) : Number.POSITIVE_INFINITY);
        const { name, versionId } = version;
        if (lock?.mode === 'compliance')
          this.#catalog.objects.confirm({ name: name.slice(prefix.length), versionId }, lock.until ?? 0);
      } catch (error) {
        if (!isHoldfastError(error, 'object-missing')) throw error;
      }
    return last;
  }

  #take(folder: SweptFolder, name: SweptName, judgement: Judgement): void {
    this.#tally.count(folder, name, judgement);
    if (this.#released.has(name.name) && judgement.is !== 'hidden')
      this.#released.set(name.name, name.lockedUntil ?? 0);
    if (judgement.is !== 'due' && judgement.is !== 'waiting') return;
    const { since } = judgement;
    this.#found.push({ name: name.name, bytes: name.bytes, folder, since, isDue: judgement.is === 'due' });
  }

  async #giveBack(now: Instant): Promise<void> {
    const { how, maintenance, onDue } = this.#options;
    if (how === 'delete' && maintenance === undefined) return;
    onDue?.(this.#tally.due);
    const due = this.#found.filter(({ isDue }) => isDue);
    // First, so that from here on nothing is deduplicated against them, whatever happens.
    this.#strike(due);
    const giving = {
      store: maintenance ?? this.#repository.store,
      prefix: this.#repository.prefix,
      tally: this.#tally,
      assertNotAborted: () => this.#assertNotAborted(),
    };
    for (const folder of sweptFolders) {
      const names = due.filter((one) => one.folder === folder);
      if (how === 'hide') await hideNames(names, giving);
      else await deleteNames(folder, names, now, giving);
    }
  }

  #strike(due: readonly Found[]): void {
    const { objects } = this.#catalog;
    const ids = due.flatMap(({ name }) => objects.byName(name).map(({ id }) => id));
    for (let at = 0; at < ids.length; at += struckTogether)
      objects.strike(...ids.slice(at, at + struckTogether));
  }

  #assertNotAborted(): void {
    assertNotAborted(this.#options.upkeep.signal);
  }

  #letGo(): readonly LetGo[] {
    const { snapshots, kept, needs } = this.#survey;
    const keptIds = new Set(kept.map(({ id }) => id));
    const others = snapshots.filter(({ id }) => !keptIds.has(id));
    const bytes = needs.sums(others, ({ name, size }) => (this.#released.get(name) === undefined ? 0 : size));
    const earliest = needs.least(others, ({ name }) => -(this.#released.get(name) ?? 0));
    return others
      .map(({ id, uploadedAt }) => ({
        id,
        uploadedAt,
        lastLockEnds: Math.abs(earliest.get(id) ?? 0),
        bytes: bytes.get(id) ?? 0,
      }))
      .filter((one) => one.bytes > 0);
  }

  #report(at: Instant, reason?: StopReason, renewal?: RenewalReport): RetireReport {
    const { how } = this.#options;
    return {
      how,
      space: this.#space,
      at: Math.floor(at),
      stopped: reason && { reason, words: stopWords[reason] },
      renewal,
      letGo: this.#letGo(),
      ...this.#tally.report(),
    };
  }
}

const stopWords: Readonly<Record<StopReason, string>> = {
  'nothing-kept': 'There is no snapshot that is kept, so nothing was touched.',
  suspicion:
    'Something is under suspicion, so nothing is given back until that is cleared. What is kept goes on being renewed.',
  unreadable:
    'It cannot be told what a kept snapshot needs: one of its lists is missing or damaged. Nothing was touched; `holdfast check` says more.',
  'snapshot-missing':
    'The storage does not list a snapshot whose lock is running. Nothing was touched; try again later, and look with `holdfast locks audit`.',
  'renewal-not-whole':
    'Not everything that is needed could be locked again first, so nothing was touched. `holdfast locks renew` says what refused.',
  'listing-incomplete':
    'The storage did not list everything that is needed, so its listing is not to be trusted. Nothing was touched; try again later.',
};
