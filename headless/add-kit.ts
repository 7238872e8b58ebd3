import type { Command } from 'commander';
import type { Run } from './program.ts';

/** The recovery kit: written again, confirmed, tried. */
export function addKit(program: Command, run: Run): void {
  const kit = program
    .command('kit')
    .description('write the recovery kit again; its subcommands confirm and try it')
    .argument('<file>', 'a new file: text, or a page to print where it ends in .html')
    .action((file: string) => run(async (context) => (await import('./commands/kit.ts')).kit(context, file)));
  kit
    .command('confirm')
    .description(
      'type three words of the printed kit (or all 24 in HOLDFAST_WORDS), so that it is known to be there',
    )
    .action(() => run(async (context) => (await import('./commands/kit-confirm.ts')).kitConfirm(context)));
  kit
    .command('open')
    .description(
      'prove a kit: with nothing but it and a key that may read, open the newest backup and bring a file of it back; writes nothing',
    )
    .argument('<file>', 'the kit: text, page, or what its QR code says')
    .action((file: string) =>
      run(async (context) => (await import('./commands/kit-open.ts')).kitOpen(context, file)),
    );
}
