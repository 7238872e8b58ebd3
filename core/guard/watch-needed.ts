import { sha256Hex } from '../crypto/sha256.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import { compliantUntil } from '../locks/confirm-lease.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Instant, ListedVersion } from '../model/object.ts';
import { folder, parseName } from '../repository/names.ts';
import { versionKey, type NeededVersion } from '../upkeep/needs.ts';
import { Conveniences, convenienceFolders } from './collect-conveniences.ts';
import { coverOf } from './cover-of.ts';
import type { RoundBudget } from './guard-bounds.ts';
import type { GuardedRepository, GuardedSnapshot } from './list-cleartexts.ts';
import { listNames } from './list-names.ts';
import type { SnapshotMemory } from './snapshot-memory.ts';

/** A needed version above whose running lock somebody put something. */
export type Covered = { readonly name: string; readonly by: 'marker' | 'foreign-version' };

export type Watched = {
  /** versionKeys of all that is not the newest of its name. */
  readonly hidden: ReadonlySet<string>;
  readonly covered: readonly Covered[];
  /** In no listing, although their folder was listed to its end. */
  readonly absent: readonly NeededVersion[];
  readonly conveniences: Conveniences;
};

/**
 * Looks at everything that is needed, in listings, before anything is renewed; what these tell of locks goes into the
 * catalog. Listings that the budget cuts short tell less, and nothing wrong.
 */
export async function watchNeeded(
  repository: GuardedRepository,
  catalog: Catalog,
  memory: SnapshotMemory,
  work: { readonly needed: readonly NeededVersion[]; readonly snapshots: readonly GuardedSnapshot[] },
  budget: RoundBudget,
): Promise<Watched> {
  const watch = new Watch(repository, catalog, memory, work.needed, budget);
  for (const { versions } of work.snapshots) await watch.look(versions);
  const { store, prefix } = repository;
  for await (const versions of listNames(store, folder(prefix, 'lists'), budget)) await watch.look(versions);
  const kinds = Object.keys(convenienceFolders) as (keyof typeof convenienceFolders)[];
  const rest = budget.pages - kinds.length * budget.pagesOfAFolder;
  for await (const versions of listNames(store, folder(prefix, 'packs'), budget, rest))
    await watch.look(versions);
  const absent = budget.listingCut ? [] : watch.unseen();
  const conveniences = new Conveniences(prefix);
  for (const kind of kinds)
    for await (const versions of listNames(store, folder(prefix, kind), budget)) conveniences.add(versions);
  return { hidden: watch.hidden, covered: watch.covered, absent, conveniences };
}

const catalogKinds = { snapshot: 'snapshot', list: 'list', pack: 'pack' } as const;

class Watch {
  readonly hidden = new Set<string>();
  readonly covered: Covered[] = [];
  readonly #repository: GuardedRepository;
  readonly #catalog: Catalog;
  readonly #memory: SnapshotMemory;
  readonly #budget: RoundBudget;
  readonly #wanted = new Map<string, NeededVersion[]>();
  readonly #unseen: Set<NeededVersion>;

  constructor(
    repository: GuardedRepository,
    catalog: Catalog,
    memory: SnapshotMemory,
    needed: readonly NeededVersion[],
    budget: RoundBudget,
  ) {
    this.#repository = repository;
    this.#catalog = catalog;
    this.#memory = memory;
    this.#budget = budget;
    this.#unseen = new Set(needed);
    for (const version of needed) {
      const others = this.#wanted.get(version.name);
      if (others) others.push(version);
      else this.#wanted.set(version.name, [version]);
    }
  }

  unseen(): readonly NeededVersion[] {
    return [...this.#unseen];
  }

  /** @param versions all of one name, oldest first */
  async look(versions: readonly ListedVersion[]): Promise<void> {
    const name = versions[0]!.name.slice(this.#repository.prefix.length);
    for (const needed of this.#wanted.get(name) ?? []) {
      const version = versions.find(
        ({ versionId, kind }) => versionId === needed.versionId && kind === 'object',
      );
      if (version === undefined) continue;
      this.#unseen.delete(needed);
      const isCovered = versions.at(-1) !== version;
      if (isCovered) this.hidden.add(versionKey(needed));
      const until = await this.#learn(needed, version, isCovered);
      if (isCovered && until !== undefined) await this.#judge(versions, needed, until);
    }
  }

  /** The lock that is known to run, 0 for none; undefined: not known, and too dear to ask for. */
  async #learn(
    needed: NeededVersion,
    listed: ListedVersion,
    isCovered: boolean,
  ): Promise<Instant | undefined> {
    const { name, versionId, size } = needed;
    const known = this.#catalog.confirmedLease(needed);
    const lock = listed.lock ?? (isCovered && known === undefined ? await this.#askLock(listed) : undefined);
    if (lock === undefined) return known;
    const confirmedUntil = compliantUntil({ lock });
    const { uploadedAt } = listed;
    this.#catalog.objects.add({
      name,
      versionId,
      size,
      kind: catalogKinds[needed.kind],
      uploadedAt,
      confirmedUntil,
    });
    return Math.max(known ?? 0, confirmedUntil);
  }

  async #askLock(version: ListedVersion): Promise<ListedVersion['lock']> {
    if (!this.#budget.takeRead(0)) return undefined;
    try {
      return (await this.#repository.store.head(version)).lock;
    } catch (error) {
      if (isHoldfastError(error, 'object-missing')) return undefined;
      throw error;
    }
  }

  async #judge(versions: readonly ListedVersion[], needed: NeededVersion, until: Instant): Promise<void> {
    const { marker, foreign, suspects } = coverOf(versions, needed.versionId, until);
    if (marker) this.covered.push({ name: needed.name, by: 'marker' });
    let isForeign = foreign;
    for (const suspect of suspects) isForeign ||= await this.#isForeign(suspect, needed);
    if (isForeign) this.covered.push({ name: needed.name, by: 'foreign-version' });
  }

  /** Reads it whole, once: only its bytes tell whether it is ours sent twice. */
  async #isForeign(suspect: ListedVersion, needed: NeededVersion): Promise<boolean> {
    if (this.#memory.isForeign(suspect)) return true;
    if (this.#memory.isSurplus(suspect) || !this.#budget.takeRead(suspect.size)) return false;
    try {
      const bytes = await this.#repository.store.get(suspect, { start: 0, end: suspect.size });
      const isOurs = sha256Hex(bytes) === parseName('', needed.name)?.hash;
      if (isOurs) this.#memory.rememberSurplus(suspect);
      else this.#memory.rememberForeign([suspect]);
      return !isOurs;
    } catch (error) {
      if (isHoldfastError(error, 'object-missing')) return false;
      throw error;
    }
  }
}
