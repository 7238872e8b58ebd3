import { lookAtCanaries } from '../../core/app/canaries.ts';
import { shortId } from '../../core/app/choose-snapshot.ts';
import { clearSuspicions as clear, closeAttacks } from '../../core/app/end-suspicions.ts';
import { openSuspicions } from '../../core/app/open-suspicions.ts';
import { policyOf } from '../../core/app/policy-of.ts';
import type { RepositoryInUse } from '../../core/app/open-repository-for-use.ts';
import { evidenceLines } from '../../core/app/suspicion-words.ts';
import { whatIsKept, type Survey } from '../../core/upkeep/survey.ts';
import { lastClean } from '../../core/locks/last-clean.ts';
import type { Suspicion } from '../../core/locks/suspicion.ts';
import type { FoundSnapshot } from '../../core/catalog/snapshots.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { readSnapshots } from '../../core/app/read-snapshots.ts';
import { useRepository } from '../use-repository.ts';
import { countOf, timeInWords } from '../words-for-people.ts';

type Shown = Suspicion & { readonly lastClean: FoundSnapshot | undefined };

type Seen = {
  readonly open: readonly Shown[];
  readonly snapshots: readonly FoundSnapshot[];
  readonly now: number;
  /** Cleared here, and still freezing what stands in the snapshots. */
  readonly fading: readonly number[];
};

/** What is suspected and not cleared. */
export async function suspicions(context: CommandContext): Promise<Outcome> {
  return await useRepository(context, { readOnly: true }, async (inUse) => {
    const seen = await look(context, inUse);
    return {
      result: {
        suspicions: seen.open.map(asResult),
        frozen: seen.open.length > 0 || seen.fading.length > 0,
      },
      text:
        seen.open.length === 0
          ? [
              'Nothing is suspected.',
              ...(seen.fading.length > 0
                ? [
                    'What was cleared still keeps space from being given back, until 7 days after a backup said so.',
                  ]
                : []),
            ].join('\n')
          : [
              ...seen.open.flatMap((one, index) => lines(one, index + 1)),
              '',
              'Nothing is given back while something is suspected, and what is kept goes on being renewed.',
              'If it was not you: use another computer and the recovery kit, `holdfast recover timeline`.',
              'If it was you: `holdfast suspicions clear` with the number, or --all.',
              'If it was an attack and your files are back: `holdfast suspicions recovered`, likewise.',
            ].join('\n'),
      exitCode: seen.open.length > 0 ? 3 : 0,
    };
  });
}

/** "It was me." @param which a number of the list, or a time as the list shows it */
export async function clearSuspicions(
  context: CommandContext,
  which: string | undefined,
  { all = false }: { readonly all?: boolean },
): Promise<Outcome> {
  return await withChosen(context, which, all, async ({ open, snapshots, now, chosen, standing }) => {
    const spoiled = await clear(context.home, { standing, snapshots }, chosen, now);
    return {
      result: {
        cleared: chosen.map(asResult),
        left: open.length - chosen.length,
        canariesForgotten: spoiled,
      },
      text:
        chosen.length === 0
          ? 'Nothing is suspected, so there is nothing to clear.'
          : [
              `${countOf(chosen.length, 'suspicion')} cleared. As much as this is no alarm any more.`,
              'The next backup writes that down in the bucket; 7 days after it, space may be given back again.',
              ...(spoiled.length > 0
                ? [
                    `${countOf(spoiled.length, 'decoy')} that changed ${spoiled.length === 1 ? 'is' : 'are'} looked at no more; \`holdfast canaries plant\` makes new ones.`,
                  ]
                : []),
            ].join('\n'),
      exitCode: 0,
    };
  });
}

/** "It was an attack, and it is over." Closes it and teaches nothing. @param which as of `clearSuspicions` */
export async function recoveredFrom(
  context: CommandContext,
  which: string | undefined,
  { all = false }: { readonly all?: boolean },
): Promise<Outcome> {
  return await withChosen(context, which, all, async ({ open, snapshots, now, chosen, standing }) => {
    const during = await closeAttacks(context.home, { standing, snapshots }, chosen, now);
    const { altered, missing } = await lookAtCanaries(context.home);
    return {
      result: {
        closed: chosen.map(asResult),
        left: open.length - chosen.length,
        duringAttack: during.map(({ id }) => id),
        canaries: { altered, missing },
      },
      text:
        chosen.length === 0
          ? 'Nothing is suspected, so there is nothing to close.'
          : recoveredLines(during.length, altered.length + missing.length).join('\n'),
      exitCode: 0,
    };
  });
}

const recoveredLines = (during: number, spoiled: number): readonly string[] => [
  'Closed: it was an attack, and it is over. Holdfast goes on looking as closely as before.',
  ...(during > 0
    ? [
        `${countOf(during, 'snapshot')} made since it began ${during === 1 ? 'stays' : 'stay'} marked, and "latest" passes over ${during === 1 ? 'it' : 'them'}.`,
      ]
    : []),
  'Next: make a backup of the files that you brought back, `holdfast backup PATH`. 7 days after it, space may be given back again.',
  ...(spoiled > 0
    ? [
        `${countOf(spoiled, 'decoy')} ${spoiled === 1 ? 'is' : 'are'} not as planted: bring ${spoiled === 1 ? 'it' : 'them'} back with the files, or \`holdfast canaries forget\` and plant new ones.`,
      ]
    : []),
];

type Chosen = Seen & { readonly chosen: Seen['open'] } & Pick<Survey, 'standing'>;

async function withChosen(
  context: CommandContext,
  which: string | undefined,
  all: boolean,
  work: (chosen: Chosen) => Promise<Outcome>,
): Promise<Outcome> {
  return await useRepository(context, { readOnly: false }, async (inUse) => {
    const seen = await look(context, inUse);
    const { standing } = whatIsKept(seen.snapshots, undefined, seen.now, policyOf(inUse.settings).dayMs);
    return await work({ ...seen, chosen: choose(seen.open, which, all), standing });
  });
}

async function look(context: CommandContext, inUse: RepositoryInUse): Promise<Seen> {
  const { snapshots, now } = await readSnapshots(inUse);
  const { dayMs } = policyOf(inUse.settings);
  const open = await openSuspicions(context.home, snapshots, now, dayMs);
  const { standing } = whatIsKept(snapshots, undefined, now, dayMs);
  return {
    open: open.map((one) => ({ ...one, lastClean: lastClean(snapshots, [one.since]) })),
    snapshots,
    now,
    fading: standing.suspicions.filter((since) => !open.some((one) => one.since === since)),
  };
}

/** @throws usage */
function choose(open: readonly Shown[], which: string | undefined, all: boolean): readonly Shown[] {
  if (all || open.length === 0) return open;
  if (which === undefined) {
    if (open.length === 1) return open;
    throw new HoldfastError('usage', {
      reason: `There are ${open.length} suspicions: say the number of one, or --all`,
    });
  }
  const byNumber = /^\d{1,3}$/.test(which) ? open[Number(which) - 1] : undefined;
  const byTime = open.filter(
    ({ since }) => timeInWords(since).startsWith(which) || new Date(since).toISOString().startsWith(which),
  );
  const chosen = byNumber ? [byNumber] : byTime;
  if (chosen.length === 0) throw new HoldfastError('usage', { reason: `No suspicion is "${which}"` });
  return chosen;
}

const lines = (one: Shown, number: number): readonly string[] => [
  `${number}. Suspected attack since ${timeInWords(one.since)}`,
  ...evidenceLines(one),
  one.lastClean
    ? `  Last clean snapshot: ${shortId(one.lastClean.id)} of ${timeInWords(one.lastClean.uploadedAt)}; it is kept.`
    : '  There is no snapshot from before.',
];

const asResult = ({
  since,
  verdict,
  signals,
  lastClean: clean,
}: Shown): Readonly<Record<string, unknown>> => ({
  since: new Date(since).toISOString(),
  verdict,
  signals,
  lastClean: clean ? { id: clean.id, time: new Date(clean.uploadedAt).toISOString() } : null,
});
