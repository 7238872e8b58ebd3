// Plain JavaScript that any Node can read: starts a script again in the Node that Holdfast brings along.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const neededMajor = 24;
const project = join(dirname(fileURLToPath(import.meta.url)), '..');

export const isNewEnough = () => Number(process.versions.node.split('.')[0]) >= neededMajor;

/** @param {string} script file to run with the arguments of this process; the process ends as it does */
export function startInOwnNode(script) {
  const binary = join(
    project,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (!existsSync(binary)) {
    process.stderr.write(
      `Holdfast needs Node ${neededMajor} or newer; this is ${process.version}. Run \`npm ci\` in ${project}, which brings it along.\n`,
    );
    process.exit(1);
  }
  const child = spawn(binary, [...process.execArgv, script, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  child.on('error', (error) => {
    process.stderr.write(`Holdfast could not start ${binary}: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    for (const name of signals) process.off(name, forward);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}

/** When the launcher was killed, this process must not go on alone behind the back of whoever killed it. */
export function endWithLauncher() {
  if (!process.channel) return;
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel.unref();
}
