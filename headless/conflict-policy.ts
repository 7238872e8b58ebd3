import { HoldfastError } from '../core/errors/holdfast-error.ts';
import type { ConflictPolicy } from '../core/restore/plan-restore.ts';

const policies: readonly ConflictPolicy[] = ['keep-both', 'skip', 'overwrite'];

/** @throws usage */
export function conflictPolicy(text: string): ConflictPolicy {
  const policy = policies.find((one) => one === text);
  if (policy) return policy;
  throw new HoldfastError('usage', { reason: `--conflict is one of ${policies.join(', ')}, not "${text}"` });
}
