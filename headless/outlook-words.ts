import type { FoundSnapshot } from '../core/catalog/snapshots.ts';
import { shortId } from '../core/app/choose-snapshot.ts';
import { downloadCost } from '../core/recovery/download-cost.ts';
import type { Outlook } from '../core/recovery/plan-recovery.ts';
import { dayMs } from '../core/locks/period.ts';
import { assumedSeconds, timeAtAssumedSpeed } from './assumed-speed.ts';
import { kitFlag } from './kit-flag.ts';
import { printableName } from './printable.ts';
import {
  countInWords,
  countOf,
  sizeInWords,
  timeInWords,
  dateInWords,
  untilInWords,
} from './words-for-people.ts';

/** The line may be slower than assumed by this, and a lock of less than a day is no time to begin. */
const slower = 5;
const shown = 20;

export type SeenOutlook = {
  readonly snapshot: FoundSnapshot;
  readonly outlook: Outlook;
  readonly endpoint: string;
  /** Provider time. */
  readonly now: number;
  /** The file that the kit was read from, for what to type next; undefined: it was typed. */
  readonly kit: string | undefined;
};

/** Whether what is read might become deletable before it was read. */
function holdFirst({ outlook, now }: SeenOutlook): boolean {
  const { lockedUntil, downloadBytes } = outlook;
  if (lockedUntil === undefined) return false;
  return lockedUntil - now < Math.max(dayMs, assumedSeconds(downloadBytes) * 1000 * slower);
}

export function outlookResult(seen: SeenOutlook): Readonly<Record<string, unknown>> {
  const { snapshot, outlook, endpoint } = seen;
  const { lockedUntil, ...figures } = outlook;
  return {
    snapshot: snapshot.id,
    ...figures,
    cost: downloadCost(endpoint, outlook.downloadBytes) ?? null,
    secondsAt10MBps: assumedSeconds(outlook.downloadBytes),
    lockedUntil: lockedUntil ? new Date(lockedUntil).toISOString() : null,
    holdFirst: holdFirst(seen),
  };
}

export function outlookWords(seen: SeenOutlook): string {
  const { snapshot, outlook } = seen;
  const { body } = snapshot;
  const paths = outlook.places.slice(0, shown).map(({ from, to }) => printableName(`  ${from} -> ${to}`));
  const more = outlook.places.length - paths.length;
  const there = outlook.alreadyThere.files;
  return [
    `Snapshot ${shortId(snapshot.id)} of ${timeInWords(snapshot.uploadedAt)}, made by ${printableName(`${body.user} on ${body.host}`)}${body.complete ? '' : '; the backup was not finished'}`,
    ...paths,
    ...(more > 0 ? [`  and ${countInWords(more)} more`] : []),
    `${countOf(outlook.files, 'file')}, ${sizeInWords(outlook.bytes)}${there > 0 ? `, of which ${countOf(there, 'file is', 'files are')} there already` : ''}`,
    downloadWords(seen),
    ...spaceWords(outlook),
    ...lockWords(seen),
    ...(outlook.lost > 0
      ? [
          `${countOf(outlook.lost, 'file or folder', 'files or folders')} cannot come back, as far as can be told before reading${outlook.missingPacks.length > 0 ? `: ${countOf(outlook.missingPacks.length, 'object is', 'objects are')} gone from the bucket` : ''}. All else can.`,
        ]
      : []),
  ].join('\n');
}

function downloadWords(seen: SeenOutlook): string {
  const { downloadBytes, downloads } = seen.outlook;
  if (downloadBytes === 0) return 'Nothing has to be downloaded.';
  return `To download: ${sizeInWords(downloadBytes)} in ${countOf(downloads, 'request')}, ${timeAtAssumedSpeed(downloadBytes)}. ${costWords(seen)}`;
}

function costWords({ endpoint, outlook }: SeenOutlook): string {
  const cost = downloadCost(endpoint, outlook.downloadBytes);
  if (!cost) return 'What the provider takes for it is not known to Holdfast.';
  const { provider, asOf, dollars, free } = cost;
  const most = dollars < 0.005 ? 'less than 1 cent' : `at most $${dollars.toFixed(2)}`;
  return `${provider} takes ${dollars === 0 ? 'nothing' : most} for it (${free}; prices of ${asOf}).`;
}

function spaceWords({ newBytes, freeBytes }: Outlook): readonly string[] {
  return newBytes > freeBytes
    ? [`Not enough space: ${sizeInWords(newBytes)} are needed there, ${sizeInWords(freeBytes)} are free.`]
    : [];
}

function lockWords(seen: SeenOutlook): readonly string[] {
  const { lockedUntil } = seen.outlook;
  if (lockedUntil === undefined) return [];
  const words =
    lockedUntil === 0
      ? 'Something that has to be read has no lock.'
      : lockedUntil <= seen.now
        ? `Locks of what has to be read have ended, the first on ${dateInWords(lockedUntil)}: nothing keeps anybody from deleting it.`
        : `All that has to be read is locked until ${untilInWords(lockedUntil, seen.now)}.`;
  return holdFirst(seen)
    ? [
        `${words} ${lockedUntil > seen.now ? 'That may be too short: with' : 'With'} a renewal key, \`holdfast recover hold ${shortId(seen.snapshot.id)}${kitFlag(seen.kit)}\` lengthens it first.`,
      ]
    : [words];
}
