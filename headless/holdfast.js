#!/usr/bin/env node
// Plain JavaScript that any Node can read: finds the Node that Holdfast needs, then starts the command in it.
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import * as v8 from 'node:v8';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWithLauncher, isNewEnough, startInOwnNode } from './start-in-own-node.js';

const project = join(dirname(fileURLToPath(import.meta.url)), '..');

if (isNewEnough()) await startHere();
else startInOwnNode(fileURLToPath(import.meta.url));

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
  // Node takes the types off in WebAssembly, whose calls into JavaScript V8 compiles after a thousand of them; two workers
  // that do so at once can crash the process (nodejs/node#64500, seen as SIGSEGV in 1 of 400 backups). So it never does.
  v8.setFlagsFromString('--wasm-wrapper-tiering-budget=2000000000');
  endWithLauncher();
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2));
}
