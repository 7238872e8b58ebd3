import { shortId } from '../../core/app/choose-snapshot.ts';
import type { Finding } from '../../core/check/finding.ts';
import { readDecisions } from '../../core/app/own-decisions.ts';
import type { Proven } from '../../core/app/protection-words.ts';
import { provenNow } from '../../core/app/protection-state.ts';
import { readUpkeep } from '../../core/app/upkeep-state.ts';
import { policyOf } from '../../core/app/policy-of.ts';
import { runCheck, type CheckProgress, type CheckReport } from '../../core/check/run-check.ts';
import { whatIsKept } from '../../core/upkeep/survey.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { ProgressLine } from '../progress-line.ts';
import { useRepository } from '../use-repository.ts';
import { countInWords, countOf, durationInWords, sizeInWords, untilInWords } from '../words-for-people.ts';

/** Findings and paths of one finding shown to people; --json has more. */
const shownFindings = 30;
const shownPaths = 10;

export async function check(
  context: CommandContext,
  flags: { readonly readData?: boolean },
): Promise<Outcome> {
  const readData = flags.readData ?? false;
  return await useRepository(context, { readOnly: true }, async ({ repository, settings }) => {
    const { dayMs } = policyOf(settings);
    const decisions = await readDecisions(context.home);
    const line = new ProgressLine(context.terminal, context.world.now);
    try {
      const report = await runCheck({
        repository,
        readData,
        world: context.world,
        kept: (snapshots, now) => new Set(whatIsKept(snapshots, decisions, now, dayMs).reasons.keys()),
        signal: context.signal,
        onProgress: (progress) => line.update(() => progressWords(progress)),
      });
      const { now } = await repository.store.providerClock();
      const { proofs } = await readUpkeep(context.home);
      return outcomeOf(report, readData, now, provenNow(proofs, now, policyOf(settings)));
    } finally {
      line.clear();
    }
  });
}

function progressWords({ step, done, total }: CheckProgress): string {
  if (step === 'listing') return 'Listing what is in the bucket …';
  if (step === 'packs') return `Looking at packs: ${countInWords(done)} of ${countInWords(total)}`;
  if (step === 'data') return `Reading every byte: ${sizeInWords(done)} of ${sizeInWords(total)}`;
  return `Following the folders of snapshots: ${countInWords(done)} of ${countInWords(total)}`;
}

/** Exit codes: 1 where something is lost or the storage keeps no locks, 3 where all can be read but is not protected as promised. */
export function outcomeOf(
  report: CheckReport,
  readData: boolean,
  now: number,
  proven: Proven = 'unproven',
): Outcome {
  const isDisproved = proven === 'disproved';
  const { ok, findings, snapshots, packs, directories, files, readBytes, seconds } = report;
  const isLost = findings.some(({ severity }) => severity === 'data-lost');
  const least = Math.min(...snapshots.map(({ protectedUntil }) => protectedUntil));
  const seen = `${countOf(snapshots.length, 'snapshot')}, ${countOf(directories, 'different folder')} with ${countOf(files, 'file')}, ${countOf(packs, 'pack')}`;
  return {
    result: {
      ok,
      findings,
      snapshots: snapshots.map(({ id, uploadedAt, protectedUntil }) => ({
        id,
        time: new Date(uploadedAt).toISOString(),
        protectedUntil: protectedUntil > 0 ? new Date(protectedUntil).toISOString() : null,
      })),
      packs,
      directories,
      files,
      readBytes,
      seconds,
    },
    text: [
      isDisproved
        ? 'Not protected: in the last proof the storage let through what a lock must refuse. `holdfast locks prove` tries again; if it stays so, use another provider.'
        : ok
          ? verdict(snapshots.length, least, now)
          : isLost
            ? 'Something is lost.'
            : 'Everything can be read, but not all is as well protected as promised.',
      `Checked ${seen}${readData ? `, every byte (${sizeInWords(readBytes)})` : '; file contents were not read (--read-data reads them)'}, in ${durationInWords(seconds)}.`,
      ...findings.slice(0, shownFindings).flatMap(findingLines),
      ...(findings.length > shownFindings
        ? [`and ${countOf(findings.length - shownFindings, 'more finding')}`]
        : []),
    ].join('\n'),
    exitCode: isLost || isDisproved ? 1 : ok ? 0 : 3,
  };
}

function verdict(snapshots: number, least: number, now: number): string {
  if (snapshots === 0) return 'Nothing is wrong; there are no snapshots yet.';
  return `All is well: every snapshot is locked until ${untilInWords(least, now)} or longer.`;
}

const marks = { 'data-lost': '✕', 'at-risk': '▲', note: '·' } as const;

function findingLines({ severity, words, snapshots, paths, pathCount }: Finding): readonly string[] {
  const touched = snapshots.length > 0 ? [`    snapshots: ${snapshots.map(shortId).join(', ')}`] : [];
  const more = pathCount - Math.min(paths.length, shownPaths);
  return [
    `${marks[severity]} ${words}`,
    ...touched,
    ...paths.slice(0, shownPaths).map((path) => `    ${path}`),
    ...(more > 0 && paths.length > 0 ? [`    and ${countOf(more, 'more path')}`] : []),
  ];
}
