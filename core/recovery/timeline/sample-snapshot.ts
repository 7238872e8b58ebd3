import { ChunkIdHasher } from '../../crypto/chunk-id.ts';
import { lookOf } from '../../detection/look.ts';
import { isHoldfastError } from '../../errors/holdfast-error.ts';
import type { Entry } from '../../model/entry.ts';
import type { SnapshotBody } from '../../model/snapshot.ts';
import type { ChunkLocator, ReadableRepository } from '../../restore/chunk-place.ts';
import { readChunk } from '../../restore/read-chunk.ts';
import { TreeReader } from '../../restore/tree-reader.ts';
import { toText } from '../../source/byte-path.ts';
import { concurrently } from '../../system/concurrently.ts';

/** A file that was looked into, and what its beginning looks like (core/detection/look.ts). */
export type SampledFile = { readonly name: string; readonly look: number };

export type Sample = {
  readonly files: readonly SampledFile[];
  /** Walks down the tree, and how many of them came to something that cannot be read. */
  readonly walks: number;
  readonly failed: number;
};

/** Files of a sample: of a set in which a tenth is spoiled, 48 miss it once in 150 times. */
const sampleFiles = 48;
const atATime = 16;
/** A walk goes no deeper, and of a directory only so many entries are looked at. */
const deepest = 40;
const mostEntries = 20_000;

/**
 * Reads the beginning of some files, found by walking the tree at random from the roots: the same ones every time for the same
 * snapshot. What cannot be read is counted.
 */
export async function sampleSnapshot(
  repository: ReadableRepository,
  locator: ChunkLocator,
  { id, body }: { readonly id: string; readonly body: SnapshotBody },
): Promise<Sample> {
  const reader = new TreeReader(repository, locator);
  const hasher = new ChunkIdHasher(repository.keys.chunkId);
  const sampled = new Map<string, SampledFile>();
  let walked = 0;
  let failed = 0;
  const unlessUnreadable = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      failed++;
      return undefined;
    }
  };
  const walks = Array.from({ length: 2 * sampleFiles }, (_, at) => at);
  await concurrently(walks, atATime, async (walk) => {
    if (sampled.size >= sampleFiles) return;
    walked++;
    const file = await unlessUnreadable(() => walkDown(reader, body, new WalkChoices(id, walk)));
    const [first] = file?.content ?? [];
    if (!file || !first || sampled.has(first.id)) return;
    const bytes = await unlessUnreadable(() => readChunk(repository, locator, hasher, first.id));
    if (bytes) sampled.set(first.id, { name: toText(file.name), look: lookOf(bytes) });
  });
  return { files: [...sampled.values()], walks: walked, failed };
}

/** The choices of one walk: spread evenly, and the same every time. */
class WalkChoices {
  #state: number;

  constructor(seed: string, walk: number) {
    this.#state = (Number.parseInt(seed.slice(0, 8), 16) ^ Math.imul(walk + 1, 0x9e3779b9)) >>> 0 || 1;
  }

  /** 0 to `below` - 1. */
  next(below: number): number {
    // xorshift32
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % below;
  }
}

async function walkDown(
  reader: TreeReader,
  body: SnapshotBody,
  choices: WalkChoices,
): Promise<Entry | undefined> {
  if (body.roots.length === 0) return undefined;
  let node = body.roots[choices.next(body.roots.length)]!.node;
  for (let depth = 0; depth < deepest; depth++) {
    const promising: Entry[] = [];
    for await (const entries of reader.entries(node)) {
      for (const entry of entries)
        if (entry.node !== undefined || entry.content?.length) promising.push(entry);
      if (promising.length > mostEntries) break;
    }
    if (promising.length === 0) return undefined;
    const chosen = promising[choices.next(promising.length)]!;
    if (chosen.node === undefined) return chosen;
    node = chosen.node;
  }
  return undefined;
}

const isUnreadable = (error: unknown): boolean =>
  isHoldfastError(error, 'object-missing') ||
  isHoldfastError(error, 'object-damaged') ||
  isHoldfastError(error, 'chunk-missing') ||
  isHoldfastError(error, 'format-unknown');
