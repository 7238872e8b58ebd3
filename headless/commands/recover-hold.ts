import { shortId } from '../../core/app/choose-snapshot.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import type { Instant } from '../../core/model/object.ts';
import { holdSnapshot, mostDaysUnasked, type Held } from '../../core/recovery/hold/hold-snapshot.ts';
import { openHolding } from '../../core/recovery/hold/open-holding.ts';
import { writesMade } from '../../core/recovery/writes-made.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { parseDays } from '../parse-days.ts';
import { ProgressLine } from '../progress-line.ts';
import { useRecovery, type RecoverFlags } from '../recovery-from-flags.ts';
import { requestsMade } from '../requests-made.ts';
import { snapshotToRecover } from '../snapshot-to-recover.ts';
import { countInWords, countOf, timeInWords, untilInWords } from '../words-for-people.ts';

export type RecoverHoldFlags = RecoverFlags & { readonly protect?: string };

/** Refusals and missing objects shown to people; --json has all. */
const shown = 10;

type HeldSnapshot = Held & {
  readonly id: string;
  readonly uploadedAt: Instant;
  readonly protectDays: number;
};

/** Older snapshots before newer: what came before the attack is what counts. */
export async function recoverHold(
  context: CommandContext,
  wanted: readonly string[],
  flags: RecoverHoldFlags,
): Promise<Outcome> {
  const asked = flags.protect === undefined ? undefined : parseDays(flags.protect);
  const use = async (recovery: Awaited<ReturnType<typeof openHolding>>): Promise<Outcome> => {
    const found = new Map<string, Awaited<ReturnType<typeof snapshotToRecover>>>();
    for (const one of wanted) {
      const snapshot = await snapshotToRecover(recovery, one);
      found.set(snapshot.id, snapshot);
    }
    const snapshots = [...found.values()].toSorted((a, b) => a.uploadedAt - b.uploadedAt);
    const periods = snapshots.map(({ id, body }) => asked ?? ownPeriod(id, body.protectDays));
    const line = new ProgressLine(context.terminal, context.world.now);
    const done = new Map<string, Instant>();
    const held: HeldSnapshot[] = [];
    try {
      for (const [at, snapshot] of snapshots.entries()) {
        const { id, uploadedAt } = snapshot;
        const protectDays = periods[at] ?? 1;
        const { world, signal } = context;
        const one = await holdSnapshot({
          recovery,
          snapshot,
          protectDays,
          done,
          world,
          signal,
          onProgress: (objects) =>
            line.update(
              () =>
                `Lengthening ${shortId(id)}: ${countInWords(objects.done)} of ${countOf(objects.needed, 'object')}`,
            ),
        });
        held.push({ id, uploadedAt, protectDays, ...one });
      }
    } finally {
      line.clear();
    }
    const isWhole = held.every(
      ({ missing, refused, lostLists }) => missing.length + refused.length + lostLists === 0,
    );
    return {
      result: {
        snapshots: held.map(({ uploadedAt, lockedUntil, refused, ...one }) => ({
          ...one,
          uploadedAt: new Date(uploadedAt).toISOString(),
          refused: refused.map((row) => ({
            ...row,
            until: row.until ? new Date(row.until).toISOString() : null,
          })),
          lockedUntil: lockedUntil ? new Date(lockedUntil).toISOString() : null,
        })),
        writes: writesMade(recovery.meter),
        requests: requestsMade(recovery.meter),
      },
      text: held.flatMap((one) => heldWords(one, recovery.now())).join('\n'),
      exitCode: isWhole ? 0 : 3,
    };
  };
  return await useRecovery(context, flags, use, openHolding);
}

function ownPeriod(id: string, protectDays: number): number {
  if (protectDays <= mostDaysUnasked) return protectDays;
  throw new HoldfastError('usage', {
    reason: `Snapshot ${shortId(id)} says it is to be kept for ${protectDays} days. A lock cannot be taken back, so say it yourself, with --protect`,
  });
}

function heldWords(
  { id, uploadedAt, needed, lengthened, longEnough, missing, refused, lostLists, lockedUntil }: HeldSnapshot,
  now: Instant,
): readonly string[] {
  const lines = [
    ...missing.slice(0, shown).map((name) => `  ${name} is gone`),
    ...refused.slice(0, shown).map(({ name, reason }) => `  ${name}: ${reason}`),
  ];
  const left = missing.length + refused.length - lines.length;
  return [
    `Snapshot ${shortId(id)} of ${timeInWords(uploadedAt)}: all that is there of what it needs (${countOf(needed, 'object')}) is locked until ${lockedUntil ? untilInWords(lockedUntil, now) : 'nothing; nothing is there'}.`,
    `  ${countOf(lengthened, 'lock')} lengthened and read back, ${countInWords(longEnough)} long enough already, ${countInWords(refused.length)} refused, ${countOf(missing.length, 'object')} gone.`,
    ...(lostLists > 0
      ? [
          `  ${countOf(lostLists, 'list part is', 'list parts are')} gone too, and what they named was not looked for.`,
        ]
      : []),
    ...lines,
    ...(left > 0 ? [`  and ${countInWords(left)} more`] : []),
  ];
}
