import type { RecoveryKit } from '../../recovery/recovery-kit.ts';
import type { World } from '../../system/world.ts';
import type { StorageKey } from '../secrets/secrets.ts';

/** A key that is typed in for one run waits for that run no longer. */
const waitingMs = 15 * 60_000;

export type RunKeyPurpose = 'maintenance-key' | 'proof-key';

/** Connects; throws what the person at the secret window is to be told. */
export type OpenRecoveryWith = (found: {
  readonly kit: RecoveryKit;
  readonly storageKey: StorageKey;
}) => Promise<void>;

/** For the account that its window showed. @throws request-invalid where the settings name another one by now */
type KeepMailPassword = (password: string, account: string) => Promise<void>;

/** Where what was typed in secret windows goes to, for the parts of the engine that use it. */
export type Desk = {
  /** Registered by the group that has recoveries. */
  readonly onRecovery: (open: OpenRecoveryWith) => void;
  readonly openRecoveryWith: OpenRecoveryWith;
  /** Registered by whoever sends mails, and keeps the password where other secrets are. */
  readonly onMailPassword: (keep: KeepMailPassword) => void;
  readonly keepMailPassword: KeepMailPassword;
  readonly keepRunKey: (purpose: RunKeyPurpose, set: string, key: StorageKey) => void;
  /** For one run: it is not kept any longer. undefined: none was typed. */
  readonly takeRunKey: (purpose: RunKeyPurpose, set: string) => StorageKey | undefined;
};

export function createDesk(world: Pick<World, 'sleep'>, stopping: AbortSignal): Desk {
  const runKeys = new Map<string, StorageKey>();
  let openRecovery: OpenRecoveryWith | undefined;
  let keepPassword: KeepMailPassword | undefined;
  const nobody = (): Promise<never> => Promise.reject(new Error('nobody takes this'));
  return {
    onRecovery: (open) => {
      openRecovery = open;
    },
    openRecoveryWith: (found) => (openRecovery ?? nobody)(found),
    onMailPassword: (keep) => {
      keepPassword = keep;
    },
    keepMailPassword: (password, account) => (keepPassword ?? nobody)(password, account),
    keepRunKey: (purpose, set, key) => {
      const name = `${purpose} ${set}`;
      runKeys.set(name, key);
      void world
        .sleep(waitingMs, stopping)
        .catch(() => undefined)
        .then(() => runKeys.get(name) === key && runKeys.delete(name));
    },
    takeRunKey: (purpose, set) => {
      const name = `${purpose} ${set}`;
      const key = runKeys.get(name);
      runKeys.delete(name);
      return key;
    },
  };
}
