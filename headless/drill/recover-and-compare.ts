import { mkdtemp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { compareFolders } from '../demo/compare-folders.ts';
import { countOf, sizeInWords } from '../words-for-people.ts';
import type { DrillScene } from './drill-scene.ts';
import { lastLineOf, type RanQuietly } from '../run-quietly.ts';

const timelineSchema = z.object({
  attackBegan: z.object({ at: z.unknown(), words: z.string() }).nullable(),
  proposal: z.object({ snapshot: z.string(), reasons: z.array(z.string()) }).nullable(),
  snapshots: z.array(z.object({ id: z.string() })),
  writes: z.number(),
});

const restoreSchema = z.object({
  snapshot: z.string(),
  files: z.number(),
  bytes: z.number(),
  problemCount: z.number(),
  writes: z.number(),
});

export type Recovered = {
  readonly ok: boolean;
  readonly timeline: z.infer<typeof timelineSchema> | null;
  readonly restored: z.infer<typeof restoreSchema> | null;
  readonly compared: { readonly files: number; readonly bytes: number } | null;
  /** In words; empty: all is as it was. */
  readonly problems: readonly string[];
};

/** What a person does with the kit and a read key: looks at the timeline, restores what it proposes; then all is compared. */
export async function recoverAndCompare(
  scene: DrillScene,
  tell: (line: string) => Promise<void>,
): Promise<Recovered> {
  const key = await scene.makeReadKey();
  const timeline = read(await scene.recover(['timeline'], key), timelineSchema);
  if ('failed' in timeline) return failed(`The timeline could not be shown: ${timeline.failed}`);
  const { attackBegan, proposal, snapshots } = timeline.found;
  await tell(`The timeline shows ${countOf(snapshots.length, 'backup')}.`);
  await tell(
    attackBegan ? `The attack began: ${attackBegan.words}.` : 'It shows no sign of an attack in the backups.',
  );
  if (!proposal) return { ...failed('The timeline proposes no backup.'), timeline: timeline.found };
  await tell(`Proposed is the backup ${proposal.snapshot.slice(0, 8)}: ${proposal.reasons.join('; ')}.`);
  const to = await mkdtemp(join(scene.folder, 'restored-'));
  const restored = read(await scene.recover(['restore', 'proposed', '--to', to], key), restoreSchema);
  if ('failed' in restored)
    return { ...failed(`Nothing was restored: ${restored.failed}`), timeline: timeline.found };
  const { files, bytes, problemCount } = restored.found;
  await tell(`Restored: ${countOf(files, 'file')}, ${sizeInWords(bytes)}.`);
  const compared = await compareFolders(scene.asTheyWere, join(to, basename(scene.documents)));
  await tell(
    `Compared byte for byte with what was there before the attack: ${compared.differences.length === 0 ? 'all the same' : countOf(compared.differences.length, 'difference')}.`,
  );
  const writes = timeline.found.writes + restored.found.writes;
  const problems = [
    ...(problemCount > 0 ? [`${countOf(problemCount, 'path')} could not be restored`] : []),
    ...(writes > 0 ? [`the recovery wrote to the bucket: ${countOf(writes, 'call')}`] : []),
    ...compared.differences,
  ];
  return {
    ok: problems.length === 0,
    timeline: timeline.found,
    restored: restored.found,
    compared: { files: compared.files, bytes: compared.bytes },
    problems,
  };
}

const failed = (problem: string): Recovered => ({
  ok: false,
  timeline: null,
  restored: null,
  compared: null,
  problems: [problem],
});

/** Warnings are part of an attack; only a command that failed has nothing to read. */
function read<T>(ran: RanQuietly, schema: z.ZodType<T>): { readonly found: T } | { readonly failed: string } {
  if (ran.code !== 0 && ran.code !== 3) return { failed: lastLineOf(ran) };
  const parsed = schema.safeParse(ran.json);
  return parsed.success ? { found: parsed.data } : { failed: z.prettifyError(parsed.error) };
}
