import type { Command } from 'commander';
import type { AttackFlags } from './commands/drill-attack.ts';
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
  drill
    .command('attack')
    .description(
      'a whole attack and the recovery from it, on a practice vault in a temporary folder; about a minute',
    )
    .option(
      '--kind <kind>',
      'what the intruder does: garbage, encrypt, fakes, longer-locks, keys, overwrite, hide, flood, or all; may be repeated (default: encrypt, overwrite, hide)',
      collect,
    )
    .option('--keep', 'leave the temporary folder, to look at')
    .action((options: AttackFlags) =>
      run(async (context) => (await import('./commands/drill-attack.ts')).drillAttack(context, options)),
    );
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
