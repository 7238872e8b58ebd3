import { signalKinds, type SignalKind, type Tolerance } from '../../detection/signal.ts';
import type { Instant } from '../../model/object.ts';
import type { Decision } from '../../model/snapshot.ts';

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** "It was me", as far as it is understood. */
export function tolerancesIn(decisions: readonly Decision[]): readonly Tolerance[] {
  return decisions
    .filter(({ kind }) => kind === 'tolerated')
    .flatMap(({ value }) => {
      const { signals } = asRecord(value);
      return Array.isArray(signals) ? (signals as readonly unknown[]) : [];
    })
    .map(asRecord)
    .flatMap(({ kind, figure, source }): Tolerance[] => {
      if (!isSignalKind(kind) || typeof figure !== 'number' || !Number.isFinite(figure)) return [];
      return [{ kind, figure, ...(typeof source === 'string' && { source }) }];
    });
}

/** Since when something is suspected, as its program noted; the earliest. */
export function suspectedSince(decisions: readonly Decision[]): Instant | undefined {
  const since = decisions
    .filter(({ kind }) => kind === 'suspicion')
    .map(({ value }) => asRecord(value)['since'])
    .filter((at) => typeof at === 'number' && Number.isFinite(at));
  return since.length > 0 ? Math.min(...(since as number[])) : undefined;
}

const isSignalKind = (kind: unknown): kind is SignalKind => signalKinds.some((known) => known === kind);
