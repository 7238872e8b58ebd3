import { shortId } from '../../core/app/choose-snapshot.ts';
import { explainNothingFound } from '../../core/recovery/explain-nothing-found.ts';
import {
  fileVersions,
  lastGood,
  type FileVersions,
  type FileVersion,
} from '../../core/recovery/file-versions.ts';
import { readSnapshots } from '../../core/recovery/timeline/read-snapshots.ts';
import { writesMade } from '../../core/recovery/writes-made.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { entryResult, modifiedAt } from '../entry-result.ts';
import { kitFlag } from '../kit-flag.ts';
import { placesLine } from '../places-line.ts';
import { useRecovery, type RecoverFlags } from '../recovery-from-flags.ts';
import { requestsMade } from '../requests-made.ts';
import { table } from '../table.ts';
import { countInWords, countOf, sizeInWords, timeInWords } from '../words-for-people.ts';

export async function recoverVersions(
  context: CommandContext,
  path: string,
  flags: RecoverFlags,
): Promise<Outcome> {
  return await useRecovery(context, flags, async ({ repository, meter }) => {
    const { snapshots, unread } = await readSnapshots(repository, {});
    if (snapshots.length === 0)
      await explainNothingFound(repository, { id: 'any', command: 'holdfast recover timeline' }, 0);
    const line = placesLine(context);
    const { signal } = context;
    const found = await fileVersions({
      repository,
      snapshots,
      path,
      signal,
      onProgress: line.update,
    }).finally(line.clear);
    const good = lastGood(found.versions);
    return {
      result: {
        path,
        versions: found.versions.map(versionResult),
        lastGood: good?.last.id ?? null,
        absent: found.absent,
        goneSince: found.goneSince ? new Date(found.goneSince.at).toISOString() : null,
        unreadable: found.unreadable,
        unread: unread.names,
        writes: writesMade(meter),
        requests: requestsMade(meter),
      },
      text: versionsInWords(path, found, good, kitFlag(flags.kit)),
      exitCode: found.unreadable > 0 ? 3 : 0,
    };
  });
}

const versionResult = ({ entry, first, last, snapshots, looks }: FileVersion) => ({
  firstSnapshot: first.id,
  firstAt: new Date(first.at).toISOString(),
  lastSnapshot: last.id,
  lastAt: new Date(last.at).toISOString(),
  snapshots,
  ...entryResult(entry),
  looks,
});

const looksWords = { right: 'right', wrong: 'WRONG', unknown: 'not known' } as const;

function versionsInWords(
  path: string,
  found: FileVersions,
  good: FileVersion | undefined,
  flag: string,
): string {
  const rows = found.versions.map(({ entry, first, last, snapshots, looks }) => [
    timeInWords(first.at),
    timeInWords(last.at),
    countInWords(snapshots),
    sizeInWords(entry.size),
    timeInWords(modifiedAt(entry).getTime()),
    looksWords[looks],
    shortId(last.id),
  ]);
  const titles = ['First backed up', 'Last backed up', 'Snapshots', 'Size', 'Changed', 'Looks', 'Snapshot'];
  return [
    table(
      titles.map((title) => ({ title, right: title === 'Snapshots' || title === 'Size' })),
      rows,
    ),
    ...(found.goneSince ? [`It is not in the snapshots since ${timeInWords(found.goneSince.at)}.`] : []),
    ...(found.unreadable > 0 ? [`${countOf(found.unreadable, 'snapshot')} could not be looked into.`] : []),
    good
      ? `The newest that ${good.looks === 'right' ? 'looks right' : 'does not look wrong'} is in ${shortId(good.last.id)}: holdfast recover restore ${shortId(good.last.id)} '${path.replaceAll("'", `'\\''`)}'${flag}`
      : 'None of them looks right.',
  ].join('\n');
}
