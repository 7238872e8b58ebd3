import { lstatSync, readdirSync, type BigIntStats } from 'node:fs';
import { because } from '../model/reasons.ts';
import type { BytePath } from '../model/entry.ts';
import type { SkippedPath } from '../model/snapshot.ts';
import { fromText, joinPath, kindOf, toFsPath, toText } from './byte-path.ts';
import type { ExclusionRules, PatternExclusion } from './exclusion.ts';

export type ReadDirectory = {
  /** Sorted, byte order; what the rules leave out is not here. */
  readonly names: readonly BytePath[];
  readonly stats: readonly BigIntStats[];
  readonly skipped: readonly SkippedPath[];
  /** False where the directory itself could not be read. */
  readonly readable: boolean;
};

/** Plain words for what the file system said. */
export function whyUnreadable(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const known: Record<string, string> = {
    EACCES: because('reason-no-permission'),
    EPERM: because('reason-not-permitted'),
    ENOENT: because('reason-gone'),
    ENOTDIR: because('reason-became-other'),
    ELOOP: because('reason-became-link'),
    EIO: because('reason-disk'),
    ENAMETOOLONG: because('reason-long-path'),
    EBUSY: because('reason-busy'),
  };
  return known[code] ?? because('reason-unreadable', { detail: code });
}

/** Lists one directory and asks the file system about each entry that the rules keep. */
export function readDirectory(
  path: BytePath,
  rules: ExclusionRules,
  patterns: PatternExclusion,
  never: ReadonlySet<BytePath>,
): ReadDirectory {
  let found: string[];
  try {
    // latin1 keeps every byte of a name (see BytePath)
    found = readdirSync(toFsPath(path), { encoding: 'latin1' });
  } catch (error) {
    return {
      names: [],
      stats: [],
      skipped: [{ path: toText(path), reason: whyUnreadable(error) }],
      readable: false,
    };
  }
  const tag = rules.ifPresent.map(fromText).find((name) => found.includes(name));
  if (tag !== undefined) found = [tag];
  found.sort();
  const names: BytePath[] = [];
  const stats: BigIntStats[] = [];
  const skipped: SkippedPath[] = [];
  for (const name of found) {
    const full = joinPath(path, name);
    if (never.has(full)) continue;
    let stat: BigIntStats;
    try {
      stat = lstatSync(toFsPath(full), { bigint: true });
    } catch (error) {
      if (!patterns.excludes(full, false)) skipped.push({ path: toText(full), reason: whyUnreadable(error) });
      continue;
    }
    const kind = kindOf(Number(stat.mode));
    if (patterns.excludes(full, kind === 'directory')) continue;
    if (kind === 'other') {
      skipped.push({ path: toText(full), reason: because('reason-strange-kind') });
      continue;
    }
    if (kind === 'file' && rules.maxFileBytes !== undefined && stat.size > BigInt(rules.maxFileBytes))
      continue;
    names.push(name);
    stats.push(stat);
  }
  return { names, stats, skipped, readable: true };
}
