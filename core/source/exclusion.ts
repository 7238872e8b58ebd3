import ignore, { type Ignore } from 'ignore';
import type { BytePath } from '../model/entry.ts';
import { toText } from './byte-path.ts';

export type ExclusionRules = {
  /** `.gitignore` patterns, relative to each root; a leading `/` anchors to the root, or is an absolute path if it lies below it. */
  readonly patterns: readonly string[];
  /** A directory that holds a file of one of these names is kept empty but for that file (for example CACHEDIR.TAG). */
  readonly ifPresent: readonly string[];
  /** Larger files are left out; undefined: no limit. */
  readonly maxFileBytes: number | undefined;
  /** Do not descend into other file systems; their mount points are kept as empty directories. */
  readonly oneFileSystem: boolean;
};

export const noExclusions: ExclusionRules = {
  patterns: [],
  ifPresent: [],
  maxFileBytes: undefined,
  oneFileSystem: false,
};

/** Answers for one root whether a path below it is left out by a pattern. */
export class PatternExclusion {
  readonly #matcher: Ignore | undefined;
  readonly #skip: number;

  /** @param root absolute; patterns that start with it are taken as absolute paths */
  constructor(root: BytePath, patterns: readonly string[]) {
    const prefix = root.endsWith('/') ? toText(root) : `${toText(root)}/`;
    const relative = patterns.map((pattern) => {
      const [bang, rest] = pattern.startsWith('!') ? ['!', pattern.slice(1)] : ['', pattern];
      return rest.startsWith(prefix) ? `${bang}/${rest.slice(prefix.length)}` : pattern;
    });
    this.#matcher = relative.length === 0 ? undefined : ignore({ ignorecase: false }).add(relative);
    this.#skip = prefix.length;
  }

  excludes(path: BytePath, isDirectory: boolean): boolean {
    if (this.#matcher === undefined) return false;
    const relative = toText(path).slice(this.#skip);
    return relative !== '' && this.#matcher.ignores(isDirectory ? `${relative}/` : relative);
  }
}
