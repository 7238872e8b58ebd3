// `npm start`, in whatever Node npm runs in; the rest runs in Holdfast's own.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWithLauncher, isNewEnough, startInOwnNode } from '../headless/start-in-own-node.js';

const here = fileURLToPath(import.meta.url);
const project = join(dirname(here), '..');

if (!existsSync(join(project, 'node_modules', 'vite'))) {
  process.stderr.write(`Holdfast is not installed yet. Run \`npm ci\` in ${project}.\n`);
  process.exit(1);
} else if (isNewEnough()) {
  endWithLauncher();
  const { startApp } = await import('./start-app.ts');
  process.exit(await startApp(project, process.argv.slice(2)));
} else startInOwnNode(here);
