import type { Instant, ListedVersion } from '../model/object.ts';

export type Cover = {
  readonly marker: boolean;
  /** Surely not ours: of another size, or more than a retry leaves. */
  readonly foreign: boolean;
  /** As long as ours: ours sent twice after an unclear failure, or made to look so. */
  readonly suspects: readonly ListedVersion[];
};

/** A broken line leaves one surplus version, two broken lines two. */
const maxSurplus = 2;

/**
 * What was put above a version of ours while its lock ran. Holdfast hides only after every lock has passed, and writes a name
 * again only after an unclear failure, then the same bytes: so a marker or other bytes there are somebody else's.
 * @param versions all of the name, oldest first
 * @param until the lock of ours
 */
export function coverOf(versions: readonly ListedVersion[], versionId: string, until: Instant): Cover {
  const at = versions.findIndex((version) => version.versionId === versionId);
  const above = at < 0 ? [] : versions.slice(at + 1).filter(({ uploadedAt }) => uploadedAt < until);
  const objects = above.filter(({ kind }) => kind === 'object');
  const suspects = objects.filter(({ size }) => size === versions[at]!.size);
  const foreign = suspects.length < objects.length || suspects.length > maxSurplus;
  return {
    marker: above.some(({ kind }) => kind === 'marker'),
    foreign,
    suspects: foreign ? [] : suspects,
  };
}

/**
 * Whether the owner let this version go: he hides only what no lock holds any more. Somebody else may have hidden it as
 * late, but then nothing was protected by then.
 */
export function isRetired(versions: readonly ListedVersion[], versionId: string, until: Instant): boolean {
  const top = versions.at(-1);
  return top?.kind === 'marker' && top.versionId !== versionId && top.uploadedAt >= until;
}
