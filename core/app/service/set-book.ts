import type { SetSummary } from '../../contract/app.ts';
import type { Overview, RunRow, SetFacts } from '../../contract/sets.ts';
import type { Instant } from '../../contract/shared.ts';
import { dayMs as realDayMs } from '../../locks/period.ts';
import type { LockPolicy } from '../../locks/lock-policy.ts';
import type { World } from '../../system/world.ts';
import type { Home } from '../home.ts';
import { policyOf } from '../policy-of.ts';
import { provenNow } from '../protection-state.ts';
import { pricesFor } from '../read-prices.ts';
import { priceTable } from '../../locks/prices.ts';
import { readSettings, type Settings } from '../settings.ts';
import { placeInWords } from '../storage-place.ts';
import { readUpkeep, type UpkeepState } from '../upkeep-state.ts';
import { lookNow, readLook, type Look } from './look.ts';
import { isPractice } from './practice-vaults.ts';
import { proofOf } from './proof-of.ts';
import {
  foreverPaused,
  type BackupSet,
  type Jobs,
  type RunLog,
  type Sets,
  type Unlocked,
  type UseSet,
} from './service-context.ts';
import { setNeeds } from './set-needs.ts';
import { locksNow, setState } from './set-state.ts';

/** What is known of a set without asking anybody. */
type Page = {
  readonly look: Look | null;
  /** null: it cannot be read. */
  readonly settings: Settings | null;
  readonly upkeep: UpkeepState;
  readonly lastBackup: RunRow | undefined;
  readonly lastRun: RunRow | undefined;
};

export type SetBook = {
  /** From memory; sets that were not read yet are unknown. */
  readonly summary: (set: BackupSet) => SetSummary;
  readonly overview: (set: string) => Promise<Overview>;
  readonly facts: (set: string) => Promise<SetFacts>;
  /** Asks the provider. */
  readonly look: (set: string) => Promise<Overview>;
  /** Reads again what the disk has of a set. */
  readonly reread: (set: string) => Promise<void>;
  /** Looks in the background; nobody hears of a failure, as the next run says it. */
  readonly lookAgain: (set: string) => void;
};

type About = {
  readonly world: World;
  readonly sets: Sets;
  readonly jobs: Pick<Jobs, 'list'>;
  readonly runs: RunLog;
  readonly unlocked: Unlocked;
  readonly useSet: UseSet;
  readonly nextRun: (set: string) => Instant | null;
  readonly changed: () => void;
  /** The provider was asked: what is due may be something else now. */
  readonly looked: () => void;
};

const oldMs = 60 * 60_000;
const askAgainMs = 10 * 60_000;

/** Remembers of each set what home, list and tray show, and knows where it comes from. */
export function openSetBook(about: About): SetBook {
  const { world, sets, runs, jobs, unlocked, useSet, changed } = about;
  // By home and not by id: the next set that is called like a forgotten one has another home, and none of its past.
  const pages = new WeakMap<Home, Page>();

  async function reread(id: string): Promise<Page> {
    const { home } = sets.get(id);
    const page: Page = {
      look: await readLook(home, world),
      settings: await readSettings(home).catch(() => null),
      upkeep: await readUpkeep(home),
      lastBackup: runs.last(id, 'backup'),
      lastRun: runs.list(id, { offset: 0, limit: 1 }).runs[0],
    };
    const isNew = JSON.stringify(page) !== JSON.stringify(pages.get(home));
    pages.set(home, page);
    // A window that looks again at each state would never come to rest.
    if (isNew) changed();
    return page;
  }

  /** A set that is new here shows as unknown until its page is read. */
  const reading = new WeakSet<Home>();
  const readFirst = ({ id, home }: BackupSet): void => {
    if (reading.has(home)) return;
    reading.add(home);
    void reread(id)
      .catch(() => undefined)
      .finally(() => reading.delete(home));
  };

  const summary = (set: BackupSet): SetSummary => {
    const page = pages.get(set.home);
    if (!page) readFirst(set);
    const look = page?.look ?? null;
    const now = providerNow(look, world);
    const policy = policyIn(page?.settings ?? null);
    const proven = policy && page ? provenNow(page.upkeep.proofs, now, policy) : 'unproven';
    const pausedUntil = set.pausedUntil !== null && set.pausedUntil > world.now() ? set.pausedUntil : null;
    return {
      id: set.id,
      name: set.settings.name,
      state: setState({
        look,
        now,
        policy,
        proven,
        isPaused: pausedUntil !== null,
        isWorking: jobs.list().some((job) => job.set === set.id && job.state === 'running'),
      }),
      protectedUntil: proven === 'proven' ? look?.least || null : null,
      lastBackup: look?.newest ? { at: look.newest.at, newFiles: look.newest.newFiles } : null,
      // A schedule that was made before the pause hears of it a moment later.
      nextRun: pausedUntil === foreverPaused ? null : about.nextRun(set.id),
      pausedUntil,
      locked: page?.settings?.secrets === 'sealed-file' && unlocked.get(set.id) === undefined,
      practice: page?.settings ? isPractice(set.home, page.settings) : false,
      trouble: runs.trouble(set.id, {
        takesBackups: set.settings.sources.length > 0 && page?.settings?.ended === undefined,
      }),
    };
  };

  async function overview(id: string): Promise<Overview> {
    const { look, upkeep, lastBackup, lastRun } = await reread(id);
    const set = sets.get(id);
    // A damaged home answers in its own words.
    const settings = await readSettings(set.home);
    const now = providerNow(look, world);
    const policy = policyOf(settings);
    const proven = provenNow(upkeep.proofs, now, policy);
    const seen = summary(set);
    return {
      summary: seen,
      now,
      snapshots: look?.snapshots ?? 0,
      files: look?.newest?.files ?? 0,
      bytes: look?.newest?.bytes ?? 0,
      lastRun: lastRun ?? null,
      calendar: (look?.calendar ?? []).filter(({ from }) => from + 7 * realDayMs > now),
      promise: now + policy.protectMs,
      proof: proofOf(upkeep),
      money: look ? moneyOf(look, settings, seen.practice) : null,
      needs: setNeeds({
        locks: locksNow({ look, now, policy }),
        look,
        settings: set.settings,
        facts: settings,
        upkeep,
        proven,
        isLocked: seen.locked,
        trouble: seen.trouble,
        lastBackup,
        now: world.now(),
        providerNow: now,
      }),
      seenAt: look?.at ?? null,
    };
  }

  const look = async (id: string): Promise<Overview> => {
    await useSet(id, (inUse) => lookNow(inUse, world), { readOnly: true });
    about.looked();
    return await overview(id);
  };

  const lookAgain = (id: string): void => void look(id).catch(() => undefined);

  /** Looked at long ago, or never: asks the provider once in a while, as long as somebody looks at the page. */
  const asked = new WeakMap<Home, number>();
  async function freshOverview(id: string): Promise<Overview> {
    const { home } = sets.get(id);
    const seen = await overview(id);
    const now = world.monotonic();
    const isOld = seen.seenAt === null || world.now() - seen.seenAt > oldMs;
    const isBusy = seen.summary.locked || seen.summary.state === 'working';
    if (isOld && !isBusy && now - (asked.get(home) ?? -Infinity) > askAgainMs) {
      asked.set(home, now);
      lookAgain(id);
    }
    return seen;
  }

  return {
    summary,
    overview: freshOverview,
    look,
    reread: async (id) => void (await reread(id)),
    lookAgain,
    facts: async (id) => {
      const { home } = sets.get(id);
      const settings = await readSettings(home);
      const { store, ended } = settings;
      return {
        place: placeInWords(settings),
        storage: isPractice(home, settings) ? 'practice' : store.kind,
        bucket: store.bucket,
        prefix: settings.prefix,
        repositoryId: settings.repositoryId,
        fingerprint: settings.fingerprint,
        protectDays: settings.protectDays,
        space: settings.space,
        strict: settings.strict,
        secrets: settings.secrets,
        keyWords: (await readLook(home, world))?.keyWords ?? null,
        ended: ended ? { on: Date.parse(ended.on), place: placeInWords(ended) } : null,
      };
    },
  };
}

const providerNow = (look: Look | null, world: World): Instant => world.now() + (look?.aheadMs ?? 0);

function policyIn(settings: Settings | null): LockPolicy | null {
  try {
    return settings ? policyOf(settings) : null;
  } catch {
    return null;
  }
}

const monthDays = 365 / 12;

/** What is stored, at the provider's price; a practice vault counts as if it were Backblaze. null: the price is not known. */
function moneyOf(look: Look, { store }: Settings, practice: boolean): Overview['money'] {
  const known = pricesFor(store.endpoint, priceTable);
  const [row] = practice ? priceTable : known;
  if (!row || (!practice && known.length > 1)) return null;
  const { dollars, bytes, days } = row.storage;
  const month = (stored: number): number => (stored / bytes) * dollars * (monthDays / days);
  const storedBytes = look.neededBytes + look.otherBytes;
  return {
    month: month(Math.max(storedBytes, row.least.bytes)),
    unusedMonth: month(look.otherBytes),
    currency: 'USD',
    storedBytes,
  };
}
