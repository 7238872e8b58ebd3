import type { Catalog } from '../catalog/catalog.ts';
import type { LockPolicy } from '../locks/lock-policy.ts';
import type { ProviderTime } from '../locks/provider-time.ts';
import type { Repository } from '../repository/repository.ts';
import type { World } from '../system/world.ts';

/** What the upkeep jobs work with. They need no keys: a guard that cannot read the data has all of it. */
export type Upkeep = {
  readonly repository: Pick<Repository, 'store' | 'prefix'>;
  readonly catalog: Catalog;
  readonly policy: LockPolicy;
  readonly time: ProviderTime;
  readonly world: World;
  /** Where it aborts, a job ends with `cancelled`; what was confirmed by then stays. */
  readonly signal?: AbortSignal | undefined;
};
