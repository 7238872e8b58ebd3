import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleNode } from './bundle-node.ts';
import { bundleRenderer } from './bundle-renderer.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { sourceHash } from './source-hash.ts';

type Part = {
  readonly name: string;
  readonly sources: readonly string[];
  readonly output: string;
  readonly make: (top: string, out: string) => Promise<unknown>;
};

const always = ['build', 'package-lock.json', 'tsconfig.base.json'];

const parts: readonly Part[] = [
  {
    name: 'renderer',
    sources: [...always, 'core/contract', 'core/errors', 'core/model', 'renderer', 'assets/window'],
    output: 'renderer/index.html',
    make: bundleRenderer,
  },
  {
    name: 'shell',
    sources: [...always, 'core', 'practice', 'headless', 'electron'],
    output: 'main.js',
    make: async (top, out) => {
      removeFiles(out);
      await bundleNode(top, out);
    },
  },
];

/** Makes everything that runs bundled, into dist/. A part whose sources have not changed since is left alone. */
export async function buildWhatIsStale(top: string, only: readonly string[] = []): Promise<void> {
  const out = join(top, 'dist');
  await oneAtATime(out, () => build(top, out, only));
}

async function build(top: string, out: string, only: readonly string[]): Promise<void> {
  for (const part of parts) {
    if (only.length > 0 && !only.includes(part.name)) continue;
    const hash = sourceHash(top, part.sources);
    if (readStamps(out)[part.name] === hash && existsSync(join(out, part.output))) continue;
    const began = performance.now();
    await part.make(top, out);
    writeFileSync(join(out, '.built.json'), `${JSON.stringify({ ...readStamps(out), [part.name]: hash })}\n`);
    process.stderr.write(`Built ${part.name} in ${((performance.now() - began) / 1000).toFixed(1)} s.\n`);
  }
}

function readStamps(out: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(join(out, '.built.json'), 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

/** Old chunks carry other hashes in their names and would stay for ever. */
function removeFiles(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isFile() && /\.c?js$/.test(entry.name)) rmSync(join(folder, entry.name));
}
