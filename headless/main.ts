import { runCommand } from './run-command.ts';
import { realTerminal } from './terminal.ts';

/** A launcher and the terminal may both pass on the same Ctrl-C; only a later one means "now". */
const sameSignalMs = 1000;

/** How long a command may wind up after Ctrl-C. Ending earlier loses nothing: every step is safe to cut (design 3.4). */
const windUpMs = 20_000;

/** Runs one command and ends the process with its exit code. */
export async function main(args: readonly string[]): Promise<void> {
  const stop = new AbortController();
  let stoppedAt = 0;
  const onSignal = (): void => {
    if (stop.signal.aborted && Date.now() - stoppedAt > sameSignalMs) process.exit(1);
    if (stop.signal.aborted) return;
    stoppedAt = Date.now();
    stop.abort();
    setTimeout(() => process.exit(1), windUpMs).unref();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('SIGHUP', onSignal);
  // `| head` closes the pipe: nobody is left to read, so there is nothing to say.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(1);
    throw error;
  });
  process.exit(await runCommand(args, realTerminal, stop.signal));
}
