import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';

const root = join(import.meta.dirname, '..', 'renderer');

export type ServedGallery = {
  /** Without a scenario's name it lists the scenarios. */
  readonly url: string;
  readonly close: () => Promise<void>;
};

/** Builds the gallery of the window's scenarios as the window itself is built, and serves it on this computer. */
export async function serveGallery(outDir: string): Promise<ServedGallery> {
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
  if (address === null || typeof address === 'string') throw new Error('the gallery has no port');
  return {
    url: `http://127.0.0.1:${address.port}/testing/gallery.html`,
    close: () => server.close(),
  };
}
