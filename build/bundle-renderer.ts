import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

/** Builds the window's two pages into dist/renderer, if their sources are there. */
export async function bundleRenderer(top: string): Promise<void> {
  if (!existsSync(join(top, 'renderer', 'index.html'))) return;
  await build({ configFile: join(top, 'build', 'vite.config.ts') });
}
