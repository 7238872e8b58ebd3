import type { Command } from 'commander';
import type { RecoverCleanFlags } from './commands/recover-clean.ts';
import type { RecoverTimelineFlags } from './commands/recover-timeline.ts';
import type { RecoverHoldFlags } from './commands/recover-hold.ts';
import type { RecoverRestoreFlags } from './commands/recover-restore.ts';
import { collect } from './collect.ts';
import type { Run } from './program.ts';
import type { RecoverFlags } from './recovery-from-flags.ts';

/** Which repository to recover from: every command that works without a home takes these (RecoverFlags). */
export const withKit = (command: Command): Command =>
  command
    .option('--kit <file>', 'the recovery kit; or HOLDFAST_WORDS and what follows, as the kit says')
    .option('--b2 [url]', 'Backblaze B2, or a server that speaks its API')
    .option('--s3 <url>', 'any S3 service with Object Lock')
    .option('--bucket <name>', 'name of the bucket')
    .option('--prefix <path>', 'folder inside the bucket')
    .option('--region <name>', 'S3 region, where the address does not tell')
    .option('--repository <id>', 'its id')
    .option('--fingerprint <digits>', 'of the words');

const snapshotHelp = 'an id, the beginning of one, or "proposed"';

export function addRecover(program: Command, run: Run): void {
  const recover = program
    .command('recover')
    .description(
      'after an attack: look and restore with the recovery kit and a key that may read (HOLDFAST_KEY_ID, HOLDFAST_KEY); writes nothing',
    );
  withKit(recover.command('timeline'))
    .description('what happened, which snapshot to restore, and what speaks against the others')
    .option('--more', 'look into many more names among the snapshots that nobody has looked into')
    .option('--full', 'list the whole bucket, however much was put there')
    .option('--quick', 'only the first answer')
    .action((options: RecoverTimelineFlags) =>
      run(async (context) =>
        (await import('./commands/recover-timeline.ts')).recoverTimeline(context, options),
      ),
    );
  withKit(recover.command('ls'))
    .description('list what a snapshot holds')
    .argument('<snapshot>', snapshotHelp)
    .argument('[path]', 'a folder in it')
    .action((snapshot: string, path: string | undefined, options: RecoverFlags) =>
      run(async (context) =>
        (await import('./commands/recover-ls.ts')).recoverLs(context, snapshot, path, options),
      ),
    );
  withKit(recover.command('versions'))
    .description('every version of a file in all snapshots, and whether each looks right')
    .argument('<path>', 'of the file, as it was on the backed-up computer')
    .action((path: string, options: RecoverFlags) =>
      run(async (context) =>
        (await import('./commands/recover-versions.ts')).recoverVersions(context, path, options),
      ),
    );
  withKit(recover.command('restore'))
    .description('bring files back, into a new folder unless told otherwise')
    .argument('<snapshot>', snapshotHelp)
    .argument('[path...]', 'only these (default: everything)')
    .option('--to <dir>', 'folder to restore into (default: a new one here)')
    .option('--plan', 'only show where the files would go, how much has to be downloaded and what it costs')
    .option('--conflict <how>', 'where a file exists: keep-both, skip or overwrite', 'keep-both')
    .option('--map-home <old=new>', 'what lay below the folder OLD comes below the folder NEW')
    .option(
      '--map-user <old=new>',
      'as root: files of user OLD shall belong to NEW, like 1000=ada; may be repeated',
      collect,
    )
    .option('--keep-owners', 'as root: give files to the numbers they belonged to, whoever that is here')
    .option('--report <file>', 'write what came back and what did not; as JSON where it ends in .json')
    .action((snapshot: string, paths: string[], options: RecoverRestoreFlags) =>
      run(async (context) =>
        (await import('./commands/recover-restore.ts')).recoverRestore(context, snapshot, paths, options),
      ),
    );
  withKit(recover.command('hold'))
    .description(
      'the one thing that writes: lengthen the locks of all that these snapshots need, with a renewal key',
    )
    .argument('<snapshot...>', snapshotHelp)
    .option('--protect <days>', 'for so long from now (default: as each snapshot says)')
    .action((snapshots: string[], options: RecoverHoldFlags) =>
      run(async (context) =>
        (await import('./commands/recover-hold.ts')).recoverHold(context, snapshots, options),
      ),
    );
  withKit(recover.command('clean'))
    .description(
      'afterwards: take away the markers that hide your objects, and nothing else, with a maintenance key (HOLDFAST_MAINTENANCE_KEY_ID, HOLDFAST_MAINTENANCE_KEY)',
    )
    .option('--plan', 'only show what would be removed, what else is there and what it costs')
    .option('--execute', 'make sure of all locks, then remove the markers')
    .option('--prices <file>', 'a JSON file of prices instead of the built-in table')
    .action((options: RecoverCleanFlags) =>
      run(async (context) => (await import('./commands/recover-clean.ts')).recoverClean(context, options)),
    );
}
