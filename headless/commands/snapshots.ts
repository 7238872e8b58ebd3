import { shortId } from '../../core/app/choose-snapshot.ts';
import { protectedUntil } from '../../core/app/protected-until.ts';
import type { FoundSnapshot } from '../../core/catalog/snapshots.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { readSnapshots } from '../read-snapshots.ts';
import { table } from '../table.ts';
import { useRepository } from '../use-repository.ts';
import { countInWords, countOf, sizeInWords, timeInWords, untilInWords } from '../words-for-people.ts';

export async function snapshots(context: CommandContext): Promise<Outcome> {
  return await useRepository(context, { readOnly: true }, async (inUse) => {
    const { snapshots: found, foreign, now } = await readSnapshots(inUse);
    const until = await protectedUntil(inUse.repository, inUse.catalog, found);
    const dated = found.map((snapshot) => ({ snapshot, until: until.get(snapshot.id) ?? 0 }));
    if (foreign > 0)
      context.note(
        `${countOf(foreign, 'object')} among the snapshots ${foreign === 1 ? 'is' : 'are'} not from this repository and ${foreign === 1 ? 'was' : 'were'} passed over.`,
      );
    return {
      result: { snapshots: dated.map(asResult), foreign },
      text:
        dated.length === 0
          ? 'No snapshots yet. `holdfast backup PATH` makes the first.'
          : asTable(dated, now),
      exitCode: 0,
    };
  });
}

type Dated = { readonly snapshot: FoundSnapshot; readonly until: number };

function asResult({ snapshot: { id, uploadedAt, body }, until }: Dated): Readonly<Record<string, unknown>> {
  return {
    id,
    time: new Date(uploadedAt).toISOString(),
    protectedUntil: until > 0 ? new Date(until).toISOString() : null,
    files: body.statistics.files,
    bytes: body.statistics.bytes,
    complete: body.complete,
    skipped: body.skippedCount,
    host: body.host,
    paths: body.roots.map(({ path }) => path),
  };
}

function asTable(dated: readonly Dated[], now: number): string {
  return table(
    [
      { title: 'Snapshot' },
      { title: 'Taken' },
      { title: 'Files', right: true },
      { title: 'Size', right: true },
      { title: 'Protected until' },
      { title: 'Folders' },
    ],
    dated.map(({ snapshot: { id, uploadedAt, body }, until }) => [
      shortId(id),
      timeInWords(uploadedAt),
      countInWords(body.statistics.files),
      sizeInWords(body.statistics.bytes),
      until > 0 ? untilInWords(until, now) : 'not confirmed; run check',
      body.roots.map(({ path }) => path).join(', ') + (body.complete ? '' : ' (partial)'),
    ]),
  );
}
