import type { Detection } from '../backup/detection-types.ts';
import { TreeReader } from '../restore/tree-reader.ts';
import { lookAtCanaries } from './canaries.ts';
import type { Home } from './home.ts';
import type { RepositoryInUse } from './open-repository-for-use.ts';
import { writeDecisions } from './own-decisions.ts';

/** What a backup of this home needs to judge itself. The home must be this process's alone. */
export function detectionOfHome(
  home: Home,
  { repository, catalog }: Pick<RepositoryInUse, 'repository' | 'catalog'>,
): Detection {
  return {
    // Whole packs: what is compared lies close together, and requests take longer than bytes.
    nodes: new TreeReader(repository, catalog, { wholePacks: true }),
    canaries: (roots) => lookAtCanaries(home, roots),
    keepDecisions: (list) => writeDecisions(home, list),
  };
}
