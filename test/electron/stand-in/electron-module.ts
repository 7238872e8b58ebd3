import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as Electron from 'electron';

/** What our shell imports from `electron`. One it imports and that is not here fails when it is loaded. */
export type ElectronModule = Record<(typeof names)[number], unknown>;

const names = [
  'app',
  'BrowserWindow',
  'dialog',
  'ipcMain',
  'Menu',
  'nativeImage',
  'nativeTheme',
  'net',
  'Notification',
  'powerMonitor',
  'powerSaveBlocker',
  'protocol',
  'screen',
  'session',
  'shell',
  'Tray',
] as const satisfies readonly (keyof typeof Electron)[];

const slot = 'holdfast.electron-stand-in';

/** The next main that is loaded gets this module. */
export function provide(module: ElectronModule): void {
  (globalThis as Record<symbol, unknown>)[Symbol.for(slot)] = module;
}

/**
 * A copy of the built shell in which `electron` is the stand-in: the shipped files themselves, found beside a module of
 * that name. Each start has its own copy, so that nothing of an earlier one is left in it; as an installed package, so
 * that a test runner leaves its modules to Node.
 * @returns the folder of the shell
 */
export async function installShell(options: {
  readonly shell: string;
  readonly renderer: string;
  readonly engineThread: string | null;
  readonly into: string;
}): Promise<string> {
  const into = join(options.into, 'node_modules', 'holdfast-shell');
  await cp(options.shell, into, { recursive: true });
  await writeFile(join(into, 'package.json'), JSON.stringify({ name: 'holdfast-shell', type: 'module' }));
  // Copied: another test run may build it anew meanwhile.
  await cp(options.renderer, join(into, 'renderer'), { recursive: true });
  if (options.engineThread !== null)
    await writeFile(join(into, 'engine-thread.js'), `import ${JSON.stringify(options.engineThread)};\n`);
  const folder = join(options.into, 'node_modules', 'electron');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'electron', version: '0.0.0', type: 'module', exports: './index.js' }),
  );
  const lines = names.map((name) => `export const ${name} = module.${name};\n`);
  await writeFile(
    join(folder, 'index.js'),
    `const module = globalThis[Symbol.for(${JSON.stringify(slot)})];\n${lines.join('')}`,
  );
  return into;
}
