import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhatIsStale } from './build-what-is-stale.ts';
import { findElectron } from './find-electron.ts';
import { neverShown } from './never-shown.ts';
import { runProgram } from './run-program.ts';
import { whyNoDesktop } from './why-no-desktop.ts';

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
  return (await runProgram(process.execPath, [command, 'serve', '--open', ...rest], ['ipc'])).code;
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
  const ended = await runProgram(electron, [top]);
  const { code } = ended;
  return neverShown(ended, performance.now() - began)
    ? { reason: `Electron ended at once (${code})`, code }
    : { code };
}
