import type { Repository } from '../../repository/repository.ts';
import { withStop } from '../../storage/decorators/stoppable.ts';

/** The same repository for one job, whose questions to the storage end with it. */
export const stoppable = (repository: Repository, signal: AbortSignal | undefined): Repository =>
  signal ? { ...repository, store: withStop(repository.store, signal) } : repository;
