import type { SetUpChange } from '../../contract/setup.ts';
import type { SetSettings } from '../../contract/sets.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { SetUpSecrets } from './set-up-secrets.ts';

type Chosen = {
  readonly storage: NonNullable<SetUpChange['storage']>;
  readonly protectDays: number;
  readonly space: NonNullable<SetUpChange['space']>;
  readonly settings: SetSettings;
};

/** All that a commit needs, with what may be left out filled in. @throws set-up-incomplete about the first thing that is missing */
export function completed(draft: SetUpChange, secrets: SetUpSecrets): Chosen {
  const missing = (what: string): never => {
    throw new HoldfastError('set-up-incomplete', { what });
  };
  const { storage, protectDays, sources = [], space = 'by-hand', ping = null } = draft;
  if (!storage) return missing('say where backups go');
  if (storage.kind !== 'practice' && !secrets.key)
    return missing('the storage key has to be given (again, after Holdfast was closed)');
  if (space === 'automatic' && storage.kind === 'b2' && storage.key === 'storage')
    return missing('space can be given back by itself only with a set-up key; choose by hand');
  if (sources.length === 0) return missing('choose a folder to back up');
  if (protectDays === undefined) return missing('say how long backups stay locked');
  if (!secrets.prepared)
    return missing(
      'the passphrase has to be chosen and the recovery kit shown (again, after Holdfast was closed)',
    );
  if (!secrets.kitConfirmed) return missing('type three words of the recovery kit back');
  return {
    storage,
    protectDays,
    space,
    settings: {
      name: draft.name ?? 'This computer',
      sources,
      excludes: draft.excludes ?? {
        patterns: [],
        presets: ['caches', 'trash'],
        ifPresent: [],
        maxFileBytes: null,
        oneFileSystem: false,
      },
      schedule: draft.schedule ?? { kind: 'every', hours: 4 },
      limits: { uploadBytesPerSecond: null, hours: null, onBattery: true, onMetered: true },
      ping,
      guard: false,
      deadManDays: null,
    },
  };
}
