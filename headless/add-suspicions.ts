import type { Command } from 'commander';
import type { Run } from './program.ts';

/** What a backup found that looks like an attack, and the decoys that help to find it. */
export function addSuspicions(program: Command, run: Run): void {
  const suspicions = program
    .command('suspicions')
    .description(
      'what looks like an attack and was not cleared: since when, the evidence, the last clean snapshot',
    )
    .action(() => run(async (context) => (await import('./commands/suspicions.ts')).suspicions(context)));
  suspicions
    .command('clear')
    .description('say "it was me, and no attack": as much as that is no alarm any more')
    .argument('[which]', 'its number in the list, or the time that it shows')
    .option('--all', 'all of them')
    .action((which: string | undefined, options: { all?: boolean }) =>
      run(async (context) =>
        (await import('./commands/suspicions.ts')).clearSuspicions(context, which, options),
      ),
    );
  suspicions
    .command('recovered')
    .description(
      'say "it was an attack, and my files are back": closed, and as much as that is an alarm again',
    )
    .argument('[which]', 'its number in the list, or the time that it shows')
    .option('--all', 'all of them')
    .action((which: string | undefined, options: { all?: boolean }) =>
      run(async (context) =>
        (await import('./commands/suspicions.ts')).recoveredFrom(context, which, options),
      ),
    );
  const canaries = program
    .command('canaries')
    .description('decoy files: each backup looks whether somebody changed them');
  canaries
    .command('plant')
    .description('make decoys in these folders; they say inside what they are')
    .argument('<dir...>', 'folders that are backed up')
    .action((folders: string[]) =>
      run(async (context) => (await import('./commands/canaries.ts')).plant(context, folders)),
    );
  canaries
    .command('list')
    .description('show the decoys and whether they are as they were')
    .action(() => run(async (context) => (await import('./commands/canaries.ts')).list(context)));
  canaries
    .command('forget')
    .description('look at them no more; the files stay')
    .argument('[path...]', 'decoys, or folders of them (default: all)')
    .action((paths: string[]) =>
      run(async (context) => (await import('./commands/canaries.ts')).forget(context, paths)),
    );
}
