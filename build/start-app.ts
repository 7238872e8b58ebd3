import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhatIsStale } from './build-what-is-stale.ts';
import { findElectron } from './find-electron.ts';
import { whyNoDesktop } from './why-no-desktop.ts';

/** An Electron that ends this soon with an error never showed a window: a sandbox that is forbidden, a library missing. */
const atOnceMs = 10_000;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * The desktop app, or where it cannot be shown the same window on loopback.
 * @param args for `holdfast serve`; --loopback first: no desktop app
 * @returns the exit code
 */
export async function startApp(top: string, args: readonly string[]): Promise<number> {
  await buildWhatIsStale(top);
  const isLoopbackWanted = args[0] === '--loopback';
  if (!isLoopbackWanted) {
    const { reason, code } = await startDesktop(top);
    if (reason === undefined) return code;
    say(`${reason}, so Holdfast opens in a browser.`);
  }
  const rest = isLoopbackWanted ? args.slice(1) : args;
  const command = join(top, 'headless', 'holdfast.js');
  // The channel ends it when this process is killed.
  return await run(process.execPath, [command, 'serve', '--open', ...rest], ['ipc']);
}

async function startDesktop(top: string): Promise<{ readonly reason?: string; readonly code: number }> {
  const reason = whyNoDesktop({
    platform: process.platform,
    environment: process.env,
    isRoot: process.getuid?.() === 0,
    hasMain: existsSync(join(top, 'dist', 'main.js')),
  });
  if (reason !== undefined) return { reason, code: 1 };
  const electron = await findElectron(top, process.env, say);
  if (electron === undefined) return { reason: 'Electron is not here and cannot be fetched', code: 1 };
  const began = performance.now();
  const code = await run(electron, [top]);
  const isDead = code !== 0 && performance.now() - began < atOnceMs;
  return isDead ? { reason: `Electron ended at once (${code})`, code } : { code };
}

/** Passes signals on and waits. */
function run(program: string, args: readonly string[], channel: readonly 'ipc'[] = []): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['inherit', 'inherit', 'inherit', ...channel] });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
    for (const signal of signals) process.on(signal, forward);
    const end = (code: number): void => {
      for (const signal of signals) process.off(signal, forward);
      resolve(code);
    };
    child.on('error', () => end(127));
    child.on('exit', (code) => end(code ?? 1));
  });
}
