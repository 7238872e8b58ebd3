import type { Command } from 'commander';
import type { Run } from './program.ts';

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

export function addRecover(program: Command, run: Run): void {
  const recover = program
    .command('recover')
    .description(
      'after an attack: look and restore with the recovery kit and a key that may read (HOLDFAST_KEY_ID, HOLDFAST_KEY); writes nothing',
    );
  void withKit(recover.command('ls'));
  void run;
}
