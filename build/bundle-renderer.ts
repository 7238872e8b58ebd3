import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

/** Builds the window's two pages into dist/renderer, if their sources are there. */
export async function bundleRenderer(top: string): Promise<void> {
  if (!existsSync(join(top, 'renderer', 'index.html'))) return;
  // Vite takes what stands here for its mode; a test run says "test", and React would come with all its warnings.
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await build({ configFile: join(top, 'build', 'vite.config.ts') });
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}
