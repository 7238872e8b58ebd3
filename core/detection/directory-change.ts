import type { Entry } from '../model/entry.ts';

/**
 * One directory before and after. Directories in it are told of by changes of their own. A huge directory may come in
 * several parts, each with all that stands between two names.
 */
export type DirectoryChange = {
  /** As people read it. */
  readonly path: string;
  /** undefined: the directory was not there. */
  readonly before: readonly Entry[] | undefined;
  /** undefined: it is gone, and its files count as removed. */
  readonly after: readonly Entry[] | undefined;
};
