import { clockWarning } from '../../core/app/clock-warning.ts';
import { pricesFor, readPrices } from '../../core/app/read-prices.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import type { Prices } from '../../core/locks/prices.ts';
import { readCleanState } from '../../core/recovery/clean-state.ts';
import { cleanWithKey } from '../../core/recovery/clean-with-key.ts';
import { openRecovery, type Recovery, type RecoveryRequest } from '../../core/recovery/open-recovery.ts';
import type { StoreCredentials } from '../../core/storage/connect-store.ts';
import type { Meter } from '../../core/storage/decorators/meter.ts';
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
  const meters: { readonly meter: Meter }[] = [];
  const done = await cleanWithKey({
    recovery,
    opened: request,
    maintenanceKey: maintenanceKey!,
    world,
    signal,
    onRows,
    onMeter: (meter) => meters.push({ meter }),
    onStart: (state) => {
      if (state.removable.size > 0) context.note(removingWords(state));
    },
  });
  return cleanedOutcome(done, prices, [recovery, ...meters]);
}
