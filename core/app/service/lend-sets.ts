import { HoldfastError, isHoldfastError } from '../../errors/holdfast-error.ts';
import type { World } from '../../system/world.ts';
import type { Home } from '../home.ts';
import { openRepositoryForUse, type RepositoryInUse } from '../open-repository-for-use.ts';
import { readSettings, type Settings } from '../settings.ts';
import type { Unlocked, UseSet } from './service-context.ts';
import { patienceNow } from './waiting-person.ts';

/** A repository stays open so long after its last use, so that clicking around does not sign in each time. */
const idleMs = 120_000;

/** What a reader may go on without. */
const readableWithout: ReadonlySet<string> = new Set<HoldfastError['code']>([
  'clocks-differ',
  'repository-missing',
  'format-unknown',
]);

type Slot = {
  readonly opening: Promise<RepositoryInUse>;
  /** Opened for one who only reads, as what a writer needs was missing. */
  readOnly: boolean;
  isOpen: boolean;
  users: number;
  idle: AbortController;
  /** Resolves when nobody uses it. */
  readonly waiting: (() => void)[];
};

type Lending = {
  readonly useSet: UseSet;
  /** Waits for those who use it, closes it. */
  readonly letGo: (set: string) => Promise<void>;
  readonly closeAll: () => Promise<void>;
};

/** Lends each set's repository to all who ask, from one opening. */
export function lendSets(about: {
  readonly world: World;
  readonly homeOf: (set: string) => Home;
  readonly unlocked: Pick<Unlocked, 'get' | 'forget'>;
  /** Before anything is asked of the storage. */
  readonly beforeOpening: (set: string, settings: Settings) => Promise<unknown>;
  readonly uploadLimit: (set: string) => number | null;
}): Lending {
  const { world, unlocked } = about;
  const slots = new Map<string, Slot>();
  const ended = new AbortController();
  /** A home is this process's alone while it is open, so the next opening waits for the end of the last. */
  const closing = new Map<string, Promise<void>>();

  async function open(
    set: string,
    readOnly: boolean,
  ): Promise<{ inUse: RepositoryInUse; readOnly: boolean }> {
    await closing.get(set);
    const home = about.homeOf(set);
    const settings = await readSettings(home);
    const passphrase = unlocked.get(set);
    if (settings.secrets === 'sealed-file' && passphrase === undefined) throw new HoldfastError('set-locked');
    await about.beforeOpening(set, settings);
    const request = {
      home,
      world,
      passphrase: () => Promise.resolve(passphrase ?? ''),
      uploadLimit: () => about.uploadLimit(set),
      retry: { patience: patienceNow, signal: ended.signal },
    };
    try {
      return { inUse: await openRepositoryForUse(request), readOnly: false };
    } catch (error) {
      if (isHoldfastError(error, 'passphrase-wrong')) unlocked.forget(set);
      if (!readOnly || !isHoldfastError(error) || !readableWithout.has(error.code)) throw error;
      return { inUse: await openRepositoryForUse({ ...request, readOnly: true }), readOnly: true };
    }
  }

  function slotOf(set: string, readOnly: boolean): Slot {
    const known = slots.get(set);
    if (known) return known;
    const slot: Slot = {
      opening: open(set, readOnly).then(async (opened) => {
        if (ended.signal.aborted) {
          await opened.inUse.close();
          throw new HoldfastError('cancelled');
        }
        slot.readOnly = opened.readOnly;
        slot.isOpen = true;
        return opened.inUse;
      }),
      readOnly,
      isOpen: false,
      users: 0,
      idle: new AbortController(),
      waiting: [],
    };
    slots.set(set, slot);
    // A failure is told to those who wait for it; the next one tries anew.
    slot.opening.catch(() => slots.get(set) === slot && slots.delete(set));
    return slot;
  }

  function close(set: string, slot: Slot): Promise<void> {
    if (slots.get(set) === slot) slots.delete(set);
    slot.idle.abort();
    const closed = (async () => {
      if (slot.users > 0) await new Promise<void>((resolve) => slot.waiting.push(resolve));
      const inUse = await slot.opening.catch(() => undefined);
      await inUse?.close();
    })();
    // Whoever opens it next is not to blame for what could not be closed.
    closing.set(
      set,
      closed.catch(() => undefined),
    );
    return closed;
  }

  async function letGo(set: string): Promise<void> {
    const slot = slots.get(set);
    await (slot ? close(set, slot) : closing.get(set));
  }

  async function closeWhenIdle(set: string, slot: Slot): Promise<void> {
    slot.idle = new AbortController();
    const slept = await world.sleep(idleMs, slot.idle.signal).then(
      () => true,
      () => false,
    );
    // Nobody waits for it who could be told.
    if (slept && slot.users === 0) await close(set, slot).catch(() => undefined);
  }

  function leave(set: string, slot: Slot): void {
    if (--slot.users > 0) return;
    for (const waiting of slot.waiting.splice(0)) waiting();
    if (slots.get(set) === slot) void closeWhenIdle(set, slot);
  }

  const useSet: UseSet = async (set, work, { readOnly = false } = {}) => {
    const home = about.homeOf(set);
    for (;;) {
      const slot = slotOf(set, readOnly);
      slot.users++;
      slot.idle.abort();
      try {
        const inUse = await slot.opening;
        // As they are now: what was lent first may be open for days.
        if (readOnly || !slot.readOnly)
          return await work({ ...inUse, home, settings: await readSettings(home) });
      } finally {
        leave(set, slot);
      }
      // Somebody reads with less than a writer needs.
      await letGo(set);
    }
  };

  return {
    useSet,
    letGo,
    closeAll: async () => {
      // Nobody waits for a provider that does not answer, only to stop.
      ended.abort(new HoldfastError('cancelled'));
      const opened = [...slots].filter(([, { isOpen }]) => isOpen);
      await Promise.all(opened.map(([set]) => letGo(set)));
    },
  };
}
