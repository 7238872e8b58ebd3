import { isHoldfastError } from '../../errors/holdfast-error.ts';
import type { BytePath, ChunkId } from '../../model/entry.ts';
import type { SnapshotBody } from '../../model/snapshot.ts';
import type { RestoreProblem } from '../../restore/restore-report.ts';
import { joinParts, pathParts, rootEntry } from '../../restore/snapshot-paths.ts';
import type { TreeReader } from '../../restore/tree-reader.ts';
import { fromText, toText } from '../../source/byte-path.ts';
import type { Candidate } from './draw-sample.ts';

type Waiting = { readonly node: ChunkId; readonly parts: readonly string[] };

export type WalkRequest = {
  readonly body: SnapshotBody;
  readonly reader: TreeReader;
  /** Entries to look at; beyond them the walk ends, wherever chance has led it by then. */
  readonly maxEntries: number;
  readonly below: (count: number) => number;
  readonly signal?: AbortSignal | undefined;
  readonly onFile: (file: Candidate) => void;
};

/**
 * Goes through the files of a snapshot, folders in random order, each with all below it before the next (its nodes lie
 * together). Files whose names are not text are passed over: nobody could name them to `restore`.
 * @returns folders that could not be read, at most 100
 */
export async function walkFiles(request: WalkRequest): Promise<readonly RestoreProblem[]> {
  const { body, reader, below, signal } = request;
  const problems: RestoreProblem[] = [];
  const waiting: Waiting[] = [];
  let left = request.maxEntries;
  const attempt = async (path: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (problems.length < 100) problems.push({ path, reason: error.words });
    }
  };
  for (const root of body.roots)
    await attempt(root.path, async () => {
      const entry = await rootEntry(root, reader);
      if (entry.node !== undefined)
        waiting.push({ node: entry.node, parts: pathParts(root.path, body.platform) });
      else if (entry.type === 'file')
        request.onFile({ path: root.path, size: entry.size, changedAt: changedAt(entry.mtimeNs) });
    });
  shuffle(waiting, below);
  for (let next = waiting.pop(); next && left > 0; next = waiting.pop()) {
    signal?.throwIfAborted();
    const { node, parts } = next;
    await attempt(joinParts(parts, body.platform), async () => {
      for await (const entries of reader.entries(node)) {
        const folders: Waiting[] = [];
        for (const entry of entries) {
          left--;
          if (!isText(entry.name)) continue;
          const path = [...parts, toText(entry.name)];
          if (entry.node !== undefined) folders.push({ node: entry.node, parts: path });
          else if (entry.type === 'file')
            request.onFile({
              path: joinParts(path, body.platform),
              size: entry.size,
              changedAt: changedAt(entry.mtimeNs),
            });
        }
        shuffle(folders, below);
        waiting.push(...folders);
      }
    });
  }
  return problems;
}

const isDamage = (error: unknown): error is Error & { readonly words: string } =>
  isHoldfastError(error, 'chunk-missing') ||
  isHoldfastError(error, 'object-missing') ||
  isHoldfastError(error, 'object-damaged');

const isText = (name: BytePath): boolean => fromText(toText(name)) === name;

const changedAt = (mtimeNs: string): number => Number(BigInt(mtimeNs) / 1_000_000n);

function shuffle<T>(items: T[], below: (count: number) => number): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = below(last + 1);
    [items[last], items[other]] = [items[other] as T, items[last] as T];
  }
}
