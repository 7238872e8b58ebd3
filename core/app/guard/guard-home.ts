import { join } from 'node:path';
import type { Home } from '../home.ts';

/** The guard's own files, so that a home may hold a guard of one repository beside the backups of another. */
export function guardHome({ folder }: Pick<Home, 'folder'>): Home & { readonly state: string } {
  return {
    folder,
    settings: join(folder, 'guard.json'),
    choices: join(folder, 'guard-set.json'),
    catalog: join(folder, 'guard.sqlite'),
    sealedSecrets: join(folder, 'guard-secrets.sealed'),
    keySlots: join(folder, 'guard-key-slots.json'),
    decisions: join(folder, 'guard-decisions.json'),
    canaries: join(folder, 'guard-canaries.json'),
    upkeep: join(folder, 'guard-upkeep.json'),
    /** Which alarms are open and who was told. */
    state: join(folder, 'guard-state.json'),
    earlier: join(folder, 'guard-earlier.json'),
    lock: join(folder, 'guard-lock'),
    practice: join(folder, 'practice'),
  };
}
