import type { Catalog } from '../catalog/catalog.ts';
import type { BytePath, ChunkId } from '../model/entry.ts';

const key = 'remembered-roots';
/** Roots that nobody backs up any more are not kept for ever. */
const mostRoots = 1_000;

type Meta = Pick<Catalog, 'meta' | 'setMeta'>;

/**
 * Which state of each root the catalog's memory of directories is: root → node of the tree it was published in. What is not
 * in it is in between: a run over it never ended, or ended with a part. undefined: no run ever wrote to this catalog.
 */
export function rememberedRoots(catalog: Meta): ReadonlyMap<BytePath, ChunkId> | undefined {
  const text = catalog.meta(key);
  return text === undefined ? undefined : new Map(JSON.parse(text) as [BytePath, ChunkId][]);
}

/** Before a run writes to the memory: it is of no one state from here on, also that of roots above and below these. */
export function forgetRoots(catalog: Meta, roots: readonly BytePath[]): void {
  const left = [...(rememberedRoots(catalog) ?? [])].filter(
    ([known]) => !roots.some((root) => isAtOrBelow(known, root) || isAtOrBelow(root, known)),
  );
  catalog.setMeta(key, JSON.stringify(left));
}

/** Once a complete snapshot of these is published. */
export function rememberRoots(
  catalog: Meta,
  roots: readonly { readonly path: BytePath; readonly node: ChunkId }[],
): void {
  const known = new Map(rememberedRoots(catalog));
  for (const { path, node } of roots) {
    known.delete(path);
    known.set(path, node);
  }
  catalog.setMeta(key, JSON.stringify([...known].slice(-mostRoots)));
}

export const isAtOrBelow = (path: BytePath, above: BytePath): boolean =>
  path === above || path.startsWith(above.endsWith('/') ? above : `${above}/`);
