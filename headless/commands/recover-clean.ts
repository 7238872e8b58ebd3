import { clockWarning } from '../../core/app/clock-warning.ts';
import { pricesFor, readPrices } from '../../core/app/read-prices.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import type { Prices } from '../../core/locks/prices.ts';
import { mayLengthen } from '../../core/recovery/clean-key.ts';
import { readCleanState } from '../../core/recovery/clean-state.ts';
import { clean, type Cleaned } from '../../core/recovery/clean.ts';
import { openRecovery, type Recovery, type RecoveryRequest } from '../../core/recovery/open-recovery.ts';
import { connectStore, type StoreCredentials } from '../../core/storage/connect-store.ts';
import { withMeter, type Meter } from '../../core/storage/decorators/meter.ts';
import { withRetry } from '../../core/storage/decorators/retry.ts';
import type { ObjectStore } from '../../core/storage/object-store.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { ProgressLine } from '../progress-line.ts';
import { cleanedOutcome, cleanPlanOutcome, removingWords } from '../recover-clean-words.ts';
import { recoveryFromFlags, type RecoverFlags } from '../recovery-from-flags.ts';
import { storageKeyFrom } from '../secrets-from-outside.ts';
import { countInWords } from '../words-for-people.ts';

export type RecoverCleanFlags = RecoverFlags & {
  readonly plan?: boolean;
  readonly execute?: boolean;
  readonly prices?: string;
};

export async function recoverClean(context: CommandContext, flags: RecoverCleanFlags): Promise<Outcome> {
  if ((flags.plan ?? false) === (flags.execute ?? false))
    throw new HoldfastError('usage', {
      reason: 'Say --plan to see what would be removed, or --execute to remove it',
    });
  const maintenanceKey = storageKeyFrom(context.terminal, 'MAINTENANCE_');
  if (flags.execute && !maintenanceKey)
    throw new HoldfastError('secret-missing', {
      secret: 'A maintenance key, for this one run,',
      variable: 'HOLDFAST_MAINTENANCE_KEY_ID and HOLDFAST_MAINTENANCE_KEY',
    });
  const request = await recoveryFromFlags(readingWith(context, maintenanceKey), flags);
  const prices = pricesFor(request.kit.store.endpoint, await readPrices(flags.prices));
  const recovery = await openRecovery(request);
  const line = new ProgressLine(context.terminal, context.world.now);
  const onRows = (rows: number): void => line.update(() => `Listing: ${countInWords(rows)} versions …`);
  try {
    const warning = clockWarning(recovery.skewMs);
    if (warning) context.note(warning);
    if (flags.execute) return await execute(context, { request, recovery, maintenanceKey, prices, onRows });
    const state = await readCleanState(recovery, { signal: context.signal, onRows });
    line.clear();
    return cleanPlanOutcome(state, prices, recovery);
  } finally {
    line.clear();
    await recovery.close();
  }
}

/** Whoever has only the maintenance key reads with it. */
function readingWith(context: CommandContext, key: StoreCredentials | undefined): CommandContext {
  const { terminal } = context;
  if (!key || storageKeyFrom(terminal, '')) return context;
  const environment = { ...terminal.environment, HOLDFAST_KEY_ID: key.keyId, HOLDFAST_KEY: key.key };
  return { ...context, terminal: { ...terminal, environment } };
}

type Execution = {
  readonly request: RecoveryRequest;
  readonly recovery: Recovery;
  readonly maintenanceKey: StoreCredentials | undefined;
  readonly prices: readonly Prices[];
  readonly onRows: (rows: number) => void;
};

async function execute(
  context: CommandContext,
  { request, recovery, maintenanceKey, prices, onRows }: Execution,
): Promise<Outcome> {
  const { world, signal } = context;
  const opened: {
    readonly store: ObjectStore;
    readonly meter: Meter;
    readonly close: () => Promise<void>;
  }[] = [];
  try {
    for (const key of [maintenanceKey!, request.storageKey]) {
      const bare = await connectStore(request.kit.store, key, world);
      const { store, meter } = withMeter(bare);
      opened.push({ store: withRetry(store, world), meter, close: () => bare.close() });
    }
    const lengthen: ObjectStore[] = [];
    for (const { store } of opened) if (await mayLengthen(store)) lengthen.push(store);
    const done: Cleaned = await clean({
      recovery,
      world,
      maintenance: opened[0]!.store,
      lengthen,
      signal,
      onRows,
      onStart: (state) => {
        if (state.removable.size > 0) context.note(removingWords(state));
      },
    });
    return cleanedOutcome(done, prices, [recovery, ...opened]);
  } finally {
    for (const one of opened) await one.close();
  }
}
