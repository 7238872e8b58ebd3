import { spawn } from 'node:child_process';

export type Ended = {
  readonly code: number;
  /** A signal was passed on to it: somebody wanted its end. */
  readonly isTold: boolean;
};

/** Runs a program in the foreground: passes signals on and waits. */
export function runProgram(
  program: string,
  args: readonly string[],
  channel: readonly 'ipc'[] = [],
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['inherit', 'inherit', 'inherit', ...channel] });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    let isTold = false;
    const forward = (signal: NodeJS.Signals): void => {
      isTold = true;
      child.kill(signal);
    };
    for (const signal of signals) process.on(signal, forward);
    const end = (code: number): void => {
      for (const signal of signals) process.off(signal, forward);
      resolve({ code, isTold });
    };
    child.on('error', () => end(127));
    child.on('exit', (code) => end(code ?? 1));
  });
}
