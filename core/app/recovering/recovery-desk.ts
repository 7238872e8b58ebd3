import type { RecoveryView } from '../../contract/recover.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { openRecovery } from '../../recovery/open-recovery.ts';
import type { KitToOpen } from '../../recovery/connect-recovery.ts';
import type { StorageKey } from '../secrets/secrets.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { RecoverySession } from './recovery-session.ts';

/** Under which a key that was typed in for the open recovery waits: it may be of no set of this computer. */
export const recoveryRunKey = 'recovery';

const closedView: RecoveryView = {
  open: false,
  place: null,
  writes: 0,
  job: null,
  timeline: null,
  chosen: null,
  held: null,
  skewMs: 0,
};

/** The one recovery that may be open. */
export class RecoveryDesk {
  readonly #context: Pick<ServiceContext, 'world' | 'jobs' | 'changed' | 'onStop'>;
  readonly #connect: typeof openRecovery;
  #session: RecoverySession | undefined;

  constructor(
    context: Pick<ServiceContext, 'world' | 'jobs' | 'changed' | 'onStop'>,
    connect: typeof openRecovery = openRecovery,
  ) {
    this.#context = context;
    this.#connect = connect;
    context.onStop(() => this.close());
  }

  get isOpen(): boolean {
    return this.#session !== undefined;
  }

  /** The set of this computer that it was opened from; null: it is closed, or was opened with the words of a kit. */
  get set(): string | null {
    return this.#session?.set ?? null;
  }

  /** Whether the open recovery has what a restore did, for a report of it. */
  keeps(job: string): boolean {
    return this.#session?.restores.find(job) !== undefined;
  }

  get view(): RecoveryView {
    return this.#session?.view ?? closedView;
  }

  /** In place of whatever was open. @throws as openRecovery */
  async open(kit: KitToOpen, storageKey: StorageKey, set: string | null): Promise<void> {
    const { world } = this.#context;
    const request = { kit, storageKey, world };
    const recovery = await this.#connect(request);
    // Each that was opened meanwhile; what fails as one is closed does not keep the next from opening.
    while (this.#session) await this.close().catch(() => undefined);
    this.#session = new RecoverySession(this.#context, request, recovery, set);
    this.#context.changed();
  }

  /** @throws recovery-closed */
  get session(): RecoverySession {
    if (this.#session) return this.#session;
    throw new HoldfastError('recovery-closed', {});
  }

  async use<T>(work: (session: RecoverySession) => Promise<T>): Promise<T> {
    return await work(this.session);
  }

  /** Ends what runs in it, and drops words and key. */
  async close(): Promise<void> {
    const session = this.#session;
    if (!session) return;
    this.#session = undefined;
    const running = session.runningJob;
    if (running !== null) {
      this.#context.jobs.cancel(running);
      await this.#context.jobs.ended(running).catch(() => undefined);
    }
    await session.close();
    this.#context.changed();
  }
}

const desks = new WeakMap<ServiceContext, RecoveryDesk>();

/** Browsing reads from the same recovery that recovering opens. */
export function recoveryDesk(context: ServiceContext): RecoveryDesk {
  const known = desks.get(context) ?? new RecoveryDesk(context);
  desks.set(context, known);
  return known;
}
