import type { Command } from 'commander';
import type { ServeFlags } from './commands/serve.ts';
import type { Run } from './program.ts';

export function addServe(program: Command, run: Run): void {
  program
    .command('serve')
    .description("the app's window in a browser of this computer, and backups by schedule, until Ctrl-C")
    .option('--port <n>', 'port on 127.0.0.1 (default: any)')
    .option('--open', 'in a window of its own, where Chromium, Chrome or Edge is installed')
    .action((options: ServeFlags) =>
      run(async (context) => (await import('./commands/serve.ts')).serve(context, options)),
    );
}
