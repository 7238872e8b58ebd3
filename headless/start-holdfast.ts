import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('./holdfast.js', import.meta.url));

/** Starts the real command as a process of its own. */
export function startHoldfast(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  stderr: 'pipe' | 'ignore' = 'ignore',
): ChildProcess {
  return spawn(process.execPath, [entry, ...args], { env: environment, stdio: ['ignore', 'pipe', stderr] });
}
