import { openCatalog } from '../../catalog/catalog.ts';
import type { HoldfastError } from '../../errors/holdfast-error.ts';
import { guardRound, type RoundReport } from '../../guard/guard-round.ts';
import { ProviderTime } from '../../locks/provider-time.ts';
import { parseRetention } from '../../locks/retention.ts';
import { connectStore } from '../../storage/connect-store.ts';
import { withMeter } from '../../storage/decorators/meter.ts';
import { withRetry } from '../../storage/decorators/retry.ts';
import { untilAborted } from '../../system/until-aborted.ts';
import type { World } from '../../system/world.ts';
import { ping } from '../dead-man-ping.ts';
import { explainError } from '../explain-error.ts';
import type { Home } from '../home.ts';
import { policyOf } from '../policy-of.ts';
import { alarmAmount, alarmWords, failureAlarm } from './alarm-words.ts';
import { followAlarms, type SeenAlarm } from './follow-alarms.ts';
import type { GuardSecrets } from './guard-secrets.ts';
import type { GuardSettings } from './guard-settings.ts';
import { readGuardState, writeGuardState, type OpenAlarm } from './guard-state.ts';
import { tellAlarms } from './tell-alarms.ts';

export type GuardRoundRequest = {
  readonly home: Home & { readonly state: string };
  readonly settings: GuardSettings;
  readonly secrets: GuardSecrets;
  readonly world: World;
  readonly signal?: AbortSignal | undefined;
  /** Address of the mail server, with its password. */
  readonly smtp: string | undefined;
};

export type GuardRoundDone = {
  /** undefined: it failed. */
  readonly report: RoundReport | undefined;
  readonly error: HoldfastError | undefined;
  readonly open: readonly OpenAlarm[];
  /** Of these, what was not open before, or has become much worse. */
  readonly opened: readonly OpenAlarm[];
  /** For people: messages that could not be sent. */
  readonly warnings: readonly string[];
};

/**
 * A round with all that belongs to it: alarms are told, each once, and a dead-man ping says that the guard is there. A round
 * that fails is an outcome as well: the next one may not.
 * @throws cancelled, and what the disk of this computer throws
 */
export async function runGuardRound(request: GuardRoundRequest): Promise<GuardRoundDone> {
  const { home, settings, world, signal, smtp } = request;
  const before = await readGuardState(home.state);
  let report: RoundReport | undefined;
  let error: HoldfastError | undefined;
  try {
    report = await untilAborted(oneRound(request), signal);
  } catch (thrown) {
    error = explainError(thrown);
    if (error.code === 'cancelled' || signal?.aborted) throw error;
  }
  const now = world.now();
  const failingSince = error === undefined ? null : (before.failingSince ?? now);
  const failure = error && failureAlarm(error, now - (before.lastRound ?? failingSince ?? now), error.words);
  const alarms = report?.alarms ?? (failure ? [failure] : []);
  const seen = alarms.map((alarm): SeenAlarm => ({
    kind: alarm.kind,
    words: alarmWords(alarm),
    amount: alarmAmount(alarm),
  }));
  const followed = followAlarms(before, seen, now, error === undefined);
  const { open, over, failures } = await tellAlarms(followed, settings, smtp, now);
  await writeGuardState(home.state, {
    version: 1,
    open: [...open],
    over: [...over],
    lastRound: error === undefined ? now : before.lastRound,
    failingSince,
  });
  const pinged = await ping(settings.ping, error === undefined && open.length === 0, { signal });
  const warnings = pinged.sent && !pinged.answered ? [...failures, pinged.words] : failures;
  const opened = open.filter(
    ({ kind, amount }) => !before.open.some((alarm) => alarm.kind === kind && alarm.amount === amount),
  );
  return { report, error, open, opened, warnings };
}

async function oneRound({ home, settings, secrets, world, signal }: GuardRoundRequest): Promise<RoundReport> {
  const { prefix, repositoryId } = settings;
  const bare = await connectStore(settings.store, secrets.renewalKey, world);
  try {
    const { store: metered, meter } = withMeter(bare);
    const store = withRetry(metered, world, { signal });
    const catalog = openCatalog(home.catalog, repositoryId);
    try {
      return await guardRound({
        repository: { store, prefix, repositoryId, listKey: secrets.listKey },
        catalog,
        policy: {
          lock: policyOf(settings),
          retention: parseRetention(settings.retention)!,
          maxBytes: settings.maxBytes ?? Number.POSITIVE_INFINITY,
          maxCalls: settings.maxCalls,
          noSnapshotMs: settings.noSnapshotDays * policyOf(settings).dayMs,
        },
        time: await ProviderTime.ask(store, world),
        world,
        signal,
        calls: () => Object.values(meter.snapshot().calls).reduce((sum, calls) => sum + calls, 0),
      });
    } finally {
      catalog.close();
    }
  } finally {
    await bare.close();
  }
}
