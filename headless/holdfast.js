#!/usr/bin/env node
// Plain JavaScript that any Node can read: finds the Node that Holdfast needs, then starts the command in it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import * as v8 from 'node:v8';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const neededMajor = 24;
const project = join(dirname(fileURLToPath(import.meta.url)), '..');

if (Number(process.versions.node.split('.')[0]) >= neededMajor) await startHere();
else startInOwnNode();

async function startHere() {
  if (!existsSync(join(project, 'node_modules', 'commander'))) {
    process.stderr.write(`Holdfast is not installed yet. Run \`npm ci\` in ${project}.\n`);
    process.exit(1);
  }
  // Under the project, not in the shared temporary folder, where others could plant code. A cache that cannot be
  // written is no error: the start is only slower.
  nodeModule.enableCompileCache?.(join(project, 'node_modules', '.cache', 'holdfast'));
  // V8 lets the young generation grow to 64 MiB when megabytes of objects come and go, as in a first backup; at its
  // initial size it costs a little more time and 60 MB less memory.
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  v8.setFlagsFromString('--heap-growing-percent=25');
  endWithLauncher();
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2));
}

/** When the launcher was killed, this process must not go on alone behind the back of whoever killed it. */
function endWithLauncher() {
  if (!process.channel) return;
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel.unref();
}

function startInOwnNode() {
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
  const child = spawn(
    binary,
    [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)],
    {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    },
  );
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
