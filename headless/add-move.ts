import type { Command } from 'commander';
import type { MoveFlags } from './commands/move.ts';
import type { Run } from './program.ts';

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export function addMove(program: Command, run: Run): void {
  program
    .command('move')
    .description(
      'after a theft: go on in a new repository with new words and keys; the old one stays, is renewed and can be restored',
    )
    .option('--to-home <dir>', 'folder of the new home')
    .option('--b2 [url]', 'Backblaze B2, or a server that speaks its API')
    .option('--s3 <url>', 'any S3 service with Object Lock')
    .option('--bucket <name>', 'name of the new bucket; or the old one, with another prefix')
    .option('--prefix <path>', 'folder inside the bucket', '')
    .option('--region <name>', 'S3 region, where the address does not tell')
    .option('--protect <days>', 'how long backups stay locked (default: as before)')
    .option('--again <days>', 'the same number once more, beyond 90 days')
    .option(
      '--kit <file>',
      'write the new recovery kit here, as text, or as a page to print where it ends in .html; may be repeated',
      collect,
    )
    .option('--check', 'after a move: what is done and what is left to do')
    .addHelpText(
      'after',
      '\nThe new passphrase: HOLDFAST_NEW_PASSPHRASE, or typed. The new key: HOLDFAST_SETUP_KEY_ID and HOLDFAST_SETUP_KEY\nmake one (B2), or bring it in HOLDFAST_KEY_ID and HOLDFAST_KEY.',
    )
    .action((options: MoveFlags) =>
      run(async (context) => (await import('./commands/move.ts')).move(context, options)),
    );
}
