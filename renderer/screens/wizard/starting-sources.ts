import type { SuggestedFolder } from '../../../core/contract/setup.ts';

/** Ticked before anybody chose. The whole home folder never is: what it holds is not seen in one row. */
export const startingSources = (folders: readonly SuggestedFolder[]): readonly string[] =>
  folders.filter(({ suggested, kind }) => suggested && kind !== 'home').map(({ path }) => path);
