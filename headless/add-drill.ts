import type { Command } from 'commander';
import type { DrillFlags } from './commands/drill-restore.ts';
import type { Run } from './program.ts';

export function addDrill(program: Command, run: Run): void {
  const drill = program.command('drill').description('try what will be needed one day, before it is needed');
  drill
    .command('restore')
    .description(
      'restore a random sample of the latest snapshot, compare it with the files here, and leave nothing behind',
    )
    .option('--files <n>', 'how many files at most (default: 20; 200 MB in all)')
    .action((options: DrillFlags) =>
      run(async (context) => (await import('./commands/drill-restore.ts')).drillRestore(context, options)),
    );
}
