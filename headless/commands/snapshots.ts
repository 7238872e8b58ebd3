import { notProtected, type Proven } from '../../core/app/protection-words.ts';
import { shortId } from '../../core/app/choose-snapshot.ts';
import { lookAtProtection } from '../../core/app/look-at-protection.ts';
import { attacksOver, openSuspicions } from '../../core/app/open-suspicions.ts';
import { policyOf } from '../../core/app/policy-of.ts';
import { disagreesOnDate } from '../../core/app/own-date.ts';
import { keepReasonsInWords } from '../../core/app/retention-words.ts';
import type { FoundSnapshot } from '../../core/catalog/snapshots.ts';
import { isFromAttack } from '../../core/locks/attack-over.ts';
import type { KeepReason } from '../../core/locks/choose-kept.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { table } from '../table.ts';
import { useRepository } from '../use-repository.ts';
import { withMoves } from '../with-moves.ts';
import { countInWords, countOf, sizeInWords, timeInWords, untilInWords } from '../words-for-people.ts';

export async function snapshots(context: CommandContext): Promise<Outcome> {
  return await useRepository(context, { readOnly: true }, async (inUse) => {
    const { survey, state } = await lookAtProtection(context.home, inUse);
    const { foreign, reasons } = survey;
    const { dayMs } = policyOf(inUse.settings);
    const open = await openSuspicions(context.home, survey.snapshots, state.now, dayMs);
    const over = await attacksOver(context.home, survey.snapshots, state.now, dayMs);
    const [first] = open.map(({ since }) => since);
    const suspectFrom = first ?? Number.POSITIVE_INFINITY;
    const shown = survey.snapshots.map((snapshot) => ({
      snapshot,
      until: state.until.get(snapshot.id) ?? 0,
      kept: reasons.get(snapshot.id),
      suspect: snapshot.uploadedAt >= suspectFrom,
      fromAttack: isFromAttack(over, snapshot.uploadedAt),
    }));
    if (foreign > 0)
      context.note(
        `${countOf(foreign, 'object')} among the snapshots ${foreign === 1 ? 'is' : 'are'} not from this repository and ${foreign === 1 ? 'was' : 'were'} passed over.`,
      );
    return await withMoves(context, inUse.settings, {
      result: { snapshots: shown.map(asResult), foreign },
      text:
        shown.length === 0
          ? 'No snapshots yet. `holdfast backup PATH` makes the first.'
          : [
              asTable(shown, state.now, state.proven),
              ...suspectNote(shown, first),
              ...shown.filter(({ snapshot }) => disagreesOnDate(snapshot)).map(ownDateWords),
              ...proofNote[state.proven],
            ].join('\n'),
      exitCode: 0,
    });
  });
}

const ownDateWords = ({ snapshot: { id, uploadedAt, body } }: Shown): string =>
  `! ${shortId(id)} says that it was made on ${isPossible(body.finishedAt) ? timeInWords(body.finishedAt) : 'a day that never comes'}; the provider received it on ${timeInWords(uploadedAt)}. Only the provider's time counts.`;

/** A number that is a date; what a snapshot says of itself may be anything. */
const isPossible = (instant: number): boolean => !Number.isNaN(new Date(instant).getTime());

function suspectNote(shown: readonly Shown[], since: number | undefined): readonly string[] {
  const { length } = shown.filter(({ suspect }) => suspect);
  if (since === undefined || length === 0) return [];
  return [
    `! An attack is suspected since ${timeInWords(since)}: the ${length === 1 ? 'snapshot marked "suspect" was' : 'snapshots marked "suspect" were'} made after that. \`holdfast suspicions\` shows the evidence; "latest" is the last one before.`,
  ];
}

type Shown = {
  readonly snapshot: FoundSnapshot;
  readonly until: number;
  /** undefined: it is let go. */
  readonly kept: readonly KeepReason[] | undefined;
  /** Made after something was suspected. */
  readonly suspect: boolean;
  /** Made during an attack that is over. */
  readonly fromAttack: boolean;
};

function asResult({ snapshot, until, kept, suspect, fromAttack }: Shown): Readonly<Record<string, unknown>> {
  const { id, uploadedAt, body } = snapshot;
  return {
    id,
    time: new Date(uploadedAt).toISOString(),
    protectedUntil: until > 0 ? new Date(until).toISOString() : null,
    kept: kept ?? null,
    pinned: kept?.includes('pinned') ?? false,
    ownTime: isPossible(body.finishedAt) ? new Date(body.finishedAt).toISOString() : null,
    ownTimeDisagrees: disagreesOnDate(snapshot),
    files: body.statistics.files,
    bytes: body.statistics.bytes,
    complete: body.complete,
    suspect,
    fromAttack,
    skipped: body.skippedCount,
    host: body.host,
    paths: body.roots.map(({ path }) => path),
  };
}

/** The word "protected" is earned by a proof. */
const proofNote: Readonly<Record<Proven, readonly string[]>> = {
  proven: [],
  unproven: ['The locks are not proven yet: run `holdfast locks prove`.'],
  disproved: [notProtected],
};

function asTable(shown: readonly Shown[], now: number, proven: Proven): string {
  return table(
    [
      { title: 'Snapshot' },
      { title: 'Taken' },
      { title: 'Files', right: true },
      { title: 'Size', right: true },
      { title: proven === 'proven' ? 'Protected until' : 'Locked until' },
      { title: 'Kept' },
      { title: 'Folders' },
    ],
    shown.map(({ snapshot: { id, uploadedAt, body }, until, kept, suspect, fromAttack }) => [
      shortId(id),
      timeInWords(uploadedAt),
      countInWords(body.statistics.files),
      sizeInWords(body.statistics.bytes),
      until > 0 ? untilInWords(until, now) : 'not confirmed; run check',
      keepReasonsInWords(kept),
      body.roots.map(({ path }) => path).join(', ') +
        (body.complete ? '' : ' (partial)') +
        (suspect ? ' (suspect)' : fromAttack ? ' (during an attack)' : ''),
    ]),
  );
}
