import type { NeededObject } from '../model/needed-object.ts';
import { versionKey, type NeedingSnapshot } from '../upkeep/needs.ts';
import { maxPartBytes, type GuardBounds } from './guard-bounds.ts';

export type Readable<T> = {
  /** What they need can be read now, within the bounds. */
  readonly chosen: readonly T[];
  /** List parts to be read for later rounds: of a snapshot that does not fit in one. */
  readonly ahead: readonly NeededObject[];
  /** Left for a later round. */
  readonly postponed: readonly T[];
  /** They name a list part larger than any writer makes: never read. */
  readonly impossible: readonly T[];
};

/**
 * Which snapshots' list parts are read in this round, older before newer, so that neither time nor memory grows with
 * what an intruder publishes. One that does not fit does not stop smaller ones behind it; it gets a quarter of what is left, so
 * that it is read within some rounds.
 * @param snapshots older before newer
 * @param isKept whether a part lies in the cache and needs no read
 */
export function chooseReadable<T extends NeedingSnapshot>(
  snapshots: readonly T[],
  isKept: (part: NeededObject) => boolean,
  bounds: Pick<GuardBounds, 'reads' | 'readBytes' | 'partBytes'>,
): Readable<T> {
  const taken = new Set<string>();
  const chosen: T[] = [];
  const ahead: NeededObject[] = [];
  const postponed: T[] = [];
  const impossible: T[] = [];
  let { reads, readBytes, partBytes } = bounds;
  for (const snapshot of snapshots) {
    if (snapshot.parts.some(({ size }) => size > maxPartBytes)) {
      impossible.push(snapshot);
      continue;
    }
    const more = snapshot.parts.filter((part) => !taken.has(versionKey(part)));
    const unread = more.filter((part) => !isKept(part));
    const size = sum(more);
    if (unread.length <= reads && sum(unread) <= readBytes && size <= partBytes) {
      chosen.push(snapshot);
      for (const part of more) taken.add(versionKey(part));
      reads -= unread.length;
      readBytes -= sum(unread);
      partBytes -= size;
      continue;
    }
    postponed.push(snapshot);
    const keepReads = reads - Math.floor(reads / 4);
    const keepBytes = readBytes - Math.floor(readBytes / 4);
    for (const [at, part] of (size <= partBytes ? unread : []).entries()) {
      // One at least, or a share smaller than a part would never come to an end.
      const fits = reads > keepReads && readBytes - part.size >= keepBytes;
      if (!fits && (at > 0 || reads < 1 || readBytes < part.size)) break;
      ahead.push(part);
      reads--;
      readBytes -= part.size;
    }
  }
  return { chosen, ahead, postponed, impossible };
}

const sum = (parts: readonly NeededObject[]): number => parts.reduce((bytes, { size }) => bytes + size, 0);
