import type { ListedVersion } from '../model/object.ts';
import { parseName, type ObjectKind } from '../repository/names.ts';
import type { Convenience } from '../upkeep/renew-locks.ts';

/** Folders of what is renewed though no snapshot needs it, and the largest object that is. */
export const convenienceFolders = {
  repository: 2 ** 16,
  keys: 2 ** 16,
  index: 2 ** 26,
} as const satisfies Partial<Record<ObjectKind, number>>;

/** A run writes an index object every 15 minutes at most: 10,000 are more than 100 days of uploading. */
const maxCount = 10_000;

/**
 * The oldest version of each well-formed name, of all names the oldest ones: what an intruder adds later displaces none,
 * and what he can have renewed is bounded.
 */
export class Conveniences {
  readonly #prefix: string;
  #found: Convenience[] = [];

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** @param versions of one name, oldest first */
  add(versions: readonly ListedVersion[]): void {
    const oldest = versions.find(({ kind }) => kind === 'object');
    const kind = oldest && parseName(this.#prefix, oldest.name)?.kind;
    if (!isConvenience(kind) || oldest!.size > convenienceFolders[kind]) return;
    const { versionId, size, uploadedAt } = oldest!;
    this.#found.push({ name: oldest!.name.slice(this.#prefix.length), versionId, size, uploadedAt });
    if (this.#found.length > 2 * maxCount) this.#found = this.#oldest().slice(0, maxCount);
  }

  /** Oldest first, together not more than so many bytes. */
  within(maxBytes: number): readonly Convenience[] {
    let left = maxBytes;
    return this.#oldest()
      .slice(0, maxCount)
      .filter(({ size }) => {
        if (size > left) return false;
        left -= size;
        return true;
      });
  }

  #oldest(): Convenience[] {
    return this.#found.toSorted((a, b) => a.uploadedAt - b.uploadedAt || (a.name < b.name ? -1 : 1));
  }
}

const isConvenience = (kind: ObjectKind | undefined): kind is keyof typeof convenienceFolders =>
  kind !== undefined && kind in convenienceFolders;
