/**
 * `npm run build`: everything that runs bundled, into dist/. A part whose sources have not changed since is left alone,
 * so that `npm start` is quick.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleNode } from './bundle-node.ts';
import { bundleRenderer } from './bundle-renderer.ts';
import { sourceHash } from './source-hash.ts';

const top = join(import.meta.dirname, '..');
const out = join(top, 'dist');
const stamps = join(out, '.built.json');

const always = ['build', 'package.json', 'package-lock.json', 'tsconfig.base.json'];
const contract = ['core/contract', 'core/errors', 'core/model'];

const parts: readonly {
  readonly name: string;
  readonly sources: readonly string[];
  readonly output: string;
  readonly make: () => Promise<void>;
}[] = [
  {
    name: 'renderer',
    sources: [...always, ...contract, 'renderer'],
    output: join(out, 'renderer', 'index.html'),
    make: () => bundleRenderer(top),
  },
  {
    name: 'shell',
    sources: [...always, 'core', 'practice', 'headless', 'electron'],
    output: join(out, 'main.js'),
    make: async () => {
      removeFiles(out);
      await bundleNode(top, out);
    },
  },
];

if (import.meta.main) {
  const only = process.argv.slice(2);
  mkdirSync(out, { recursive: true });
  for (const part of parts) {
    if (only.length > 0 && !only.includes(part.name)) continue;
    const hash = sourceHash(top, part.sources);
    if (readStamps()[part.name] === hash && existsSync(part.output)) continue;
    const began = performance.now();
    await part.make();
    writeFileSync(stamps, `${JSON.stringify({ ...readStamps(), [part.name]: hash })}\n`);
    process.stdout.write(`Built ${part.name} in ${((performance.now() - began) / 1000).toFixed(1)} s.\n`);
  }
}

function readStamps(): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(stamps, 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

/** Old chunks carry other hashes in their names and would stay for ever. */
function removeFiles(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isFile() && /\.c?js$/.test(entry.name)) rmSync(join(folder, entry.name));
}
