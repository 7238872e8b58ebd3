import type { ErrorDetails } from './details.ts';

type Words = (details: ErrorDetails) => string;

/**
 * Code → one or two plain sentences: what happened, what to do. Alphabetical by group; CLI and window share it.
 * A secret never goes into details.
 */
export const words = {
  // network and provider
  'network-unreachable': (d) =>
    `No answer from ${d.endpoint ?? 'the storage provider'}. Check the internet connection and the address, then try again.${d.isRecovery ? ' The same command goes on where it was.' : ''}`,
  'provider-busy': () => 'The storage provider is busy and asks to wait. Try again in a few minutes.',
  'provider-refused': (d) =>
    `The storage provider refused to ${d.operation ?? 'answer'}: ${d.reason ?? 'no reason given'}. Nothing was changed.`,
  'provider-answer-invalid': (d) =>
    `${d.endpoint ?? 'The address'} does not answer like ${d.expected ?? 'an S3 or B2 service'}. Check the address.`,
  'cap-exceeded': () =>
    "A daily cap or the spending limit of the storage account is used up. Raise the cap on the provider's page, then try again.",
  // keys
  'key-invalid': () =>
    'The storage key is not accepted. Check the key id and the key, and that it has not expired or been deleted.',
  'key-insufficient': (d) =>
    `The storage key may not ${d.operation ?? 'do this'}${d.capability ? ` (it lacks ${d.capability})` : ''}. Make a key with the rights Holdfast lists, then try again.`,
  'list-key-wrong': () =>
    'The list key does not fit the snapshots in this bucket. `holdfast keys list-key` on the backed-up computer shows the right one.',
  'key-too-powerful': (d) =>
    `This storage key may also ${d.capabilities ?? 'delete'}, so whoever steals it could destroy backups. Use a key without these rights; \`holdfast keys create\` makes one for each role (B2).`,
  // bucket and objects
  'bucket-missing': (d) =>
    `There is no bucket "${d.bucket ?? ''}" that this key can see. ${d.isRecovery ? "Compare the name with the recovery kit, and see on the provider's page that the key is for this bucket." : 'Check the name, or let set-up create it.'}`,
  'bucket-name-taken': (d) =>
    `The bucket name "${d.bucket ?? ''}" belongs to somebody else. Choose another name.`,
  'bucket-not-locked': (d) =>
    `The bucket "${d.bucket ?? ''}" has no Object Lock, so backups in it could be deleted. Turn Object Lock on for it, or choose another bucket.`,
  'locks-not-kept': (d) =>
    `The storage of bucket "${d.bucket ?? ''}" took a lock and then deleted the locked test object, so it cannot protect backups. Use another provider.`,
  'object-missing': (d) => `The object ${d.name ?? ''} is not in the bucket any more.`,
  'object-exists': (d) => `The object ${d.name ?? ''} exists already.`,
  'object-locked': (d) =>
    `${d.name ?? 'This object'} is locked${d.until ? ` until ${d.until}` : ''} and cannot be deleted or shortened.`,
  'object-damaged': (d) =>
    `The object ${d.name ?? ''} is damaged: ${d.reason ?? 'its contents do not match its name'}.`,
  // locks and time
  'period-invalid': (d) =>
    `A protection period of ${d.days ?? '?'} days is not possible. Choose between 1 and ${d.max ?? 3000} days.`,
  'run-too-large': () =>
    'This run is about to lock more than twice what is stored already, and a lock cannot be taken back. It was stopped; earlier backups are not affected. Look whether the paths are right. If they are, run it again with --yes: what was uploaded will be used.',
  'lock-beyond-cap': (d) =>
    `A lock until ${d.until ?? '?'} would be longer than Holdfast ever sets. Nothing was locked. This is a fault in Holdfast or a wrong clock; please report it.`,
  'guard-late': () =>
    'No guard has lengthened this lock in time. In strict mode this computer cannot: see that `holdfast guard` runs on the second machine.',
  'key-lengthens': () =>
    'In strict mode the stored key must not lengthen locks, and this one may. Use a key without that right (B2: writeFileRetentions, S3: s3:PutObjectRetention); `holdfast keys create --role strict-backup` makes one on B2.',
  'default-retention-wrong': (d) =>
    `Strict mode with ${d.wanted ?? '?'} days needs a bucket that locks new objects for ${d.needed ?? '?'} days by itself; this one ${d.is ? `does so for ${d.is}` : 'does not do so'}. Run set-up with a set-up key, or change it on the provider's page.`,
  'clean-unsafe': (d) =>
    `Nothing was removed: ${d.what ?? 'it could not be made sure that all that backups need is locked'}.`,
  'clocks-differ': (d) =>
    `This computer's clock and the provider's differ by ${d.hours ?? 'more than 24'} hours, so no lock is set. Correct the clock, then try again.`,
  // repository and keys
  'repository-missing': (d) =>
    `There is no Holdfast repository under ${d.place ?? 'this bucket and prefix'}. Check bucket and prefix${d.isRecovery ? ' against the recovery kit' : ', or run set-up'}.`,
  'repository-exists': (d) =>
    `There is already a Holdfast repository under ${d.place ?? 'this prefix'}. Choose another prefix.`,
  'format-unknown': (d) =>
    `This repository has format ${d.version ?? '?'}, which this Holdfast cannot read. Install a newer Holdfast. Nothing was changed.`,
  'passphrase-wrong': () =>
    'The passphrase does not open this repository. Try again, or use the 24 words of the recovery kit.',
  'words-wrong': (d) => `The recovery words are not right: ${d.reason ?? 'they do not fit this repository'}.`,
  'kit-unreadable': (d) =>
    `The recovery kit cannot be read: ${d.line ? `line ${d.line}: ` : ''}${d.reason ?? 'it is not whole'}.`,
  'kit-of-another': (d) =>
    `There are backups in ${d.place ?? 'this bucket'}, but none of them opens with this recovery kit${d.others ? `; the repository there is ${d.others}` : ''}. Look for the kit of that repository, or check bucket and prefix.`,
  'snapshot-unknown': (d) =>
    `No snapshot matches "${d.id ?? ''}". \`${d.command ?? 'holdfast snapshots'}\` lists them.`,
  'snapshot-ambiguous': (d) => `"${d.id ?? ''}" fits several snapshots. Give more of the id.`,
  'path-not-in-snapshot': (d) =>
    `"${d.path ?? ''}" is not in ${d.where ?? 'this snapshot'}.${d.example ? ` A path there is a full one, and begins like "${d.example}".` : ''} \`${d.command ?? 'holdfast ls'}\` shows what is.`,
  'chunk-missing': (d) => `A piece of ${d.path ?? 'a file'} cannot be found in the repository.`,
  // this computer
  'home-missing': (d) => `Holdfast is not set up in ${d.home ?? 'this home'}. Run \`holdfast setup\` first.`,
  'guard-missing': (d) =>
    `There is no guard in ${d.home ?? 'this home'}. \`holdfast guard setup\` makes one.`,
  'home-exists': (d) =>
    `Holdfast is already set up in ${d.home ?? 'this home'}. Use another --home for a second set-up.`,
  'home-ended': (d) =>
    `No backup is made here any more: since ${d.since ?? 'the move'} backups go to ${d.place ?? 'a new repository'}. Run \`holdfast --home ${d.home ?? 'DIR'} backup\` instead. All that was backed up before can still be restored from here.`,
  'home-busy': (d) =>
    `Another Holdfast (process ${d.pid ?? '?'}) is using ${d.home ?? 'this home'}. Wait for it to finish, or stop it.`,
  'home-damaged': (d) =>
    `The settings in ${d.home ?? 'this home'} cannot be read: ${d.reason ?? ''}. Restore the file or set up again; the backups are not affected.`,
  'disk-full': (d) =>
    `No space left on the disk of ${d.path ?? 'this computer'}. Free some space, then try again.${d.isRecovery ? ' The same command goes on where it was.' : ''}`,
  'path-impossible': (d) => `"${d.path ?? ''}" cannot be used: ${d.reason ?? 'it does not exist'}.`,
  'restored-changed': (d) =>
    `${d.count === 1 ? 'A restored file was' : `${d.count ?? 'Some'} restored files were`} changed or removed since the restore, such as "${d.path ?? ''}", so a report written now would not say what came back. Restore once more to the same folder (what is unchanged is not written again), then save the report of that.`,
  'secret-missing': (d) =>
    `${d.secret ?? 'A secret'} is needed. Set ${d.variable ?? 'it'} or type it when asked.`,
  'port-busy': (d) => `Port ${d.port ?? ''} of this computer is in use. Choose another with --port.`,
  'keychain-silent': (d) =>
    `The keychain of this computer does not answer (${d.reason ?? 'no reason given'}). Unlock it, then try again.`,
  'set-unknown': () => 'This backup set is not on this computer any more. Look at the list again.',
  'set-locked': () =>
    'The keys of this backup set are sealed. Type the passphrase once; it is kept in memory until Holdfast ends.',
  'set-busy': (d) =>
    `Something else is running for this backup set${d.kind ? ` (${d.kind})` : ''}. Wait for it to finish, or cancel it.`,
  'confirm-needed': () => 'Type the passphrase first: this cannot be done without it.',
  'secret-request-over': () =>
    'This window has served its time. Close it, and ask for it again in the main window.',
  'passphrase-weak': (d) => `This passphrase is too easy to guess: ${d.reason ?? 'it is too short'}.`,
  'nothing-backed-up': () =>
    'There is no backup yet that the kit could open. The kit is the right one; make a backup, then try again.',
  'set-up-incomplete': (d) => `The set-up is not complete: ${d.what ?? 'a page before is not filled in'}.`,
  'set-up-running': () => 'This set-up is being carried out already. Wait for it to finish.',
  'set-up-committed': () =>
    'This cannot be changed here any more: the backup set has been made. What can be changed is under Settings.',
  'set-up-made': () =>
    'This cannot be changed any more: the backup set has been made with what was chosen before, only its last file could not be written on this computer. Start the set-up once more with that: only this file is left to do. How long backups stay protected can be made longer afterwards, under Protection.',
  'set-up-key-forgotten': () =>
    'The set-up key is not in memory any more, so it cannot be tried here. Look on the page of the provider that it is deleted or replaced.',
  'recovery-closed': () => 'No recovery is open. Begin it again with the recovery kit.',
  'engine-stopped': () =>
    'The part of Holdfast that does the work stopped. It is started again by itself; what was uploaded so far will be used.',
  'run-cut': () =>
    'Holdfast or the computer was stopped while this ran. What was uploaded so far will be used by the next run.',
  'request-invalid': (d) =>
    `This cannot be done like that: ${d.reason ?? 'something about it is not right'}.`,
  'engine-gone': () =>
    'Holdfast does not answer in this window any more. Start it again, or open the window from the tray.',
  'window-not-built': () =>
    'The window is not built yet. Run `npm run build` in the folder of Holdfast, then try again.',
  'report-not-sent': (d) =>
    `A report could not be sent: ${d.reason ?? 'nobody took it'}. Look at the settings of reports. Backups are not affected.`,
  'mail-password-missing': () =>
    'The password of the mail account is not known here. Type it again in the settings of reports; where keys are sealed, type the passphrase first.',
  usage: (d) => `${d.reason ?? 'Wrong usage'}. See \`holdfast --help\`.`,
  cancelled: (d) =>
    d.isRecovery
      ? 'Stopped. The same command goes on where it was.'
      : 'Stopped. What was uploaded so far will be used by the next run.',
  'read-only': (d) =>
    `Tried to ${d.operation ?? 'write'} through a read-only store. This is a fault in Holdfast; please report it.`,
  bug: (d) => `Something that cannot happen did: ${d.reason ?? 'no more is known'}. Please report it.`,
} satisfies Record<string, Words>;

/** The closed list is the table of words: a code without words cannot exist. */
export type ErrorCode = keyof typeof words;
