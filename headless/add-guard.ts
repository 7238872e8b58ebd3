import type { Command } from 'commander';
import type { GuardFlags } from './commands/guard-run.ts';
import type { GuardSetUpFlags } from './commands/guard-setup.ts';
import type { Run } from './program.ts';

export function addGuard(program: Command, run: Run): void {
  const guard = program
    .command('guard')
    .description('look after the locks from a second machine, which can read nothing and delete nothing');
  guard
    .command('run', { isDefault: true })
    .description('one round now, then one after each pause, until it is stopped')
    .option(
      '--once',
      'one round only; exit codes 0 all is well, 3 an alarm is open, 1 something is not protected',
    )
    .option('--every <time>', 'pause between rounds, for example 6h', '6h')
    .action((options: GuardFlags) =>
      run(async (context) => (await import('./commands/guard-run.ts')).guardRun(context, options)),
    );
  guard
    .command('setup')
    .description('make this machine a guard, with a renewal key and the list key (HOLDFAST_LIST_KEY)')
    .option('--b2 [url]', 'Backblaze B2, or a server that speaks its API')
    .option('--s3 <url>', 'any S3 service with Object Lock')
    .requiredOption('--bucket <name>', 'name of the bucket')
    .option('--prefix <path>', 'folder inside the bucket', '')
    .option('--region <name>', 'S3 region, where the address does not tell')
    .requiredOption('--repository <id>', 'as the recovery kit says')
    .requiredOption('--protect <days>', 'how long the guard keeps every lock, for example 30d')
    .option('--retention <preset>', 'what it keeps: everything, standard or lean', 'standard')
    .option('--max-gb <n>', 'keep not more than so many GB locked (default: as many as there are)')
    .option('--max-calls <n>', 'about so many calls to the provider in a round', '20000')
    .option('--no-snapshot-for <days>', 'raise an alarm after so long without a new snapshot', '3d')
    .option('--webhook <url>', 'where alarms are sent to, as JSON')
    .option('--mail-to <address>', 'whom alarms are mailed to, through HOLDFAST_GUARD_SMTP')
    .option('--mail-from <address>', 'the sender of these mails')
    .option('--ping <url>', 'asked for after each round that found all well')
    .action((options: GuardSetUpFlags) =>
      run(async (context) => (await import('./commands/guard-setup.ts')).guardSetUp(context, options)),
    );
}
