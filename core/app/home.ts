import { join, resolve } from 'node:path';

/** The names inside a home folder. Nothing in it is needed to restore: the kit and a read key are enough. */
export type Home = {
  readonly folder: string;
  /** What was set up: storage, prefix, period. The only file that makes a home "set up". */
  readonly settings: string;
  /** What the app backs up here and when; a home of the command line has none. */
  readonly choices: string;
  /** Cache; may be deleted at any time (design 3.6). */
  readonly catalog: string;
  /** Secrets under the passphrase, only where no keychain answers. */
  readonly sealedSecrets: string;
  /** Copies of the bucket's key slots, to try a passphrase on. */
  readonly keySlots: string;
  /** The owner's decisions as they stand; the next snapshot carries them. */
  readonly decisions: string;
  /** Decoy files that were planted, and what is in them. */
  readonly canaries: string;
  /** What was renewed, audited and proven last, and which notices were said. */
  readonly upkeep: string;
  /** Which repositories came before this one; only after a move. */
  readonly earlier: string;
  /** Held by the one process that uses this home. */
  readonly lock: string;
  /** Where a practice vault keeps its data unless told otherwise. */
  readonly practice: string;
};

export function homeAt(folder: string): Home {
  const absolute = resolve(folder);
  return {
    folder: absolute,
    settings: join(absolute, 'settings.json'),
    choices: join(absolute, 'set.json'),
    catalog: join(absolute, 'catalog.sqlite'),
    sealedSecrets: join(absolute, 'secrets.sealed'),
    keySlots: join(absolute, 'key-slots.json'),
    decisions: join(absolute, 'decisions.json'),
    canaries: join(absolute, 'canaries.json'),
    upkeep: join(absolute, 'upkeep.json'),
    earlier: join(absolute, 'earlier.json'),
    lock: join(absolute, 'lock'),
    practice: join(absolute, 'practice'),
  };
}
