import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { knownLanguages } from './known-languages.ts';

const top = join(import.meta.dirname, '..');
const root = join(top, 'renderer');

/**
 * The two pages of the window. They run under `default-src 'none'; script-src 'self'; style-src 'self'`: nothing may be
 * put inline, nothing comes from elsewhere, and the module preload polyfill stays out.
 */
export default defineConfig({
  root,
  base: '/',
  publicDir: join(top, 'assets', 'window'),
  cacheDir: join(top, 'node_modules', '.cache', 'vite'),
  plugins: [react(), knownLanguages()],
  logLevel: 'warn',
  build: {
    outDir: join(top, 'dist', 'renderer'),
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { input: [join(root, 'index.html'), join(root, 'secret.html')] },
  },
});
