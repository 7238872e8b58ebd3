import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rolldown, type OutputOptions, type Plugin } from 'rolldown';
import { natives } from './package/natives.ts';
import { workerEntries } from './worker-entries.ts';

/** What Electron runs from files: the main process and the engine's thread, with every worker that they name. */
const modules = ['electron/main.ts', 'electron/engine-thread.ts'] as const;

/** A sandboxed preload must be one CommonJS file. */
const preloads = ['electron/preload.ts', 'electron/secret-preload.ts'] as const;

const external = [/^node:/, /^electron($|\/)/, ...natives.map((name) => new RegExp(`^${name}($|/)`))];

/** Bundles what exists of the desktop shell. @returns the files written */
export async function bundleNode(top: string, out: string): Promise<readonly string[]> {
  const entries = new Map(
    modules
      .map((path) => [join(top, path), basename(path, '.ts')] as const)
      .filter(([file]) => existsSync(file)),
  );
  const written: string[] = [];
  if (entries.size > 0) {
    const input = Object.fromEntries([...entries].map(([file, name]) => [name, file]));
    written.push(...(await write(top, input, [workerEntries(top, entries)], { dir: out, format: 'esm' })));
  }
  for (const path of preloads) {
    const file = join(top, path);
    if (!existsSync(file)) continue;
    const name = basename(path, '.ts');
    const output: OutputOptions = {
      dir: out,
      format: 'cjs',
      entryFileNames: '[name].cjs',
      codeSplitting: false,
    };
    written.push(...(await write(top, { [name]: file }, [], output)));
  }
  return written;
}

async function write(
  top: string,
  input: Record<string, string>,
  plugins: readonly Plugin[],
  output: OutputOptions,
): Promise<readonly string[]> {
  const bundle = await rolldown({
    cwd: top,
    input,
    external,
    platform: 'node',
    plugins: [...plugins],
    // Everything that is only there in another build is left out in silence; what matters fails.
    checks: { circularDependency: false },
  });
  try {
    // Flat: URLs made from import.meta.url must hold in shared chunks too.
    const { output: chunks } = await bundle.write({
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
      sourcemap: false,
      ...output,
    });
    return chunks.map((chunk) => chunk.fileName);
  } finally {
    await bundle.close();
  }
}
