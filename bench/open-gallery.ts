import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';

const top = join(import.meta.dirname, '..');
const root = join(top, 'renderer');
const outDir = join(top, 'out', 'bench-gallery');

/** Builds the window's gallery as the window itself is built, and serves it. */
export async function openGallery(): Promise<{
  readonly url: string;
  readonly close: () => Promise<void>;
}> {
  await build({
    configFile: false,
    root,
    base: '/',
    publicDir: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2024',
      chunkSizeWarningLimit: 5000,
      rolldownOptions: { input: join(root, 'testing', 'gallery.html') },
    },
  });
  const server = await preview({
    configFile: false,
    root,
    logLevel: 'warn',
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The gallery has no port');
  return {
    url: `http://127.0.0.1:${address.port}/testing/gallery.html`,
    close: () => server.close(),
  };
}
