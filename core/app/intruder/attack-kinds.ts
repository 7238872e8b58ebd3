/** What an intruder of a drill can do, in the order in which he does it where several are asked for; in words for people. */
export const attackKinds = {
  garbage:
    'He changes what is backed up: no documents any more, only rubbish that is called like them, every day for a week.',
  encrypt: 'He encrypts the files on the disk and lets the computer back them up like that, twice.',
  fakes:
    'With the stolen passphrase he makes false backups of encrypted files: one claims to be older than it is, one to be from the future.',
  'longer-locks': 'He lengthens every lock by three years, to make the bill grow and cleaning up impossible.',
  keys: 'He overwrites and hides passphrase slots, index and description of the repository, and adds false ones.',
  overwrite: 'He overwrites every object in the bucket with rubbish.',
  hide: 'He hides every object in the bucket, so that it looks empty.',
  flood: 'He hides and overwrites every object, and buries them under two thousand objects of his own.',
} as const;

export type AttackKind = keyof typeof attackKinds;

export const isAttackKind = (text: string): text is AttackKind => Object.hasOwn(attackKinds, text);

/** In the order in which they happen. */
export const allAttackKinds = Object.keys(attackKinds).filter(isAttackKind);

export const defaultAttackKinds: readonly AttackKind[] = ['encrypt', 'overwrite', 'hide'];
