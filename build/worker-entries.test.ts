import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { ownTemporaryFolder } from '../test/own-temporary-folder.ts';
import { bundleNode } from './bundle-node.ts';

ownTemporaryFolder();

const project = (files: Readonly<Record<string, string>>): string => {
  const top = mkdtempSync(join(tmpdir(), 'project-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  return top;
};

const worker = `import { parentPort } from 'node:worker_threads'; import { twice } from '../../shared.ts';
  parentPort?.postMessage(twice('worker '));`;
const pool = (
  path: string,
): string => `import { Worker } from 'node:worker_threads'; import { twice } from '../../shared.ts';
  export const start = (): Worker => new Worker(new URL('${path}', import.meta.url)); export const two = twice('pool ');`;

it('makes each worker an entry of its own, and its URL right from whichever chunk names it', async () => {
  const top = project({
    'shared.ts': 'export const twice = (text: string): string => text + text;',
    'core/one/pool.ts': pool('./x-worker.ts'),
    'core/one/x-worker.ts': worker,
    'electron/engine-thread.ts': `export { start } from '../core/one/pool.ts';`,
    'electron/main.ts': `import { two } from '../core/one/pool.ts'; export const said = two;
      export const thread = new URL('./engine-thread.ts', import.meta.url);`,
  });
  const out = join(top, 'dist');
  const written = await bundleNode(top, out);
  expect(written).toEqual(expect.arrayContaining(['main.js', 'engine-thread.js', 'x-worker.js']));
  expect(readdirSync(out).filter((name) => name.startsWith('engine-thread'))).toEqual(['engine-thread.js']);
  const main = (await import(pathToFileURL(join(out, 'main.js')).href)) as { thread: URL };
  const { start } = (await import(main.thread.href)) as { start: () => Worker };
  const said = await new Promise((resolve) => start().once('message', resolve));
  expect(said).toBe('worker worker ');
});

it('keeps workers of the same name apart', async () => {
  const top = project({
    'shared.ts': 'export const twice = (text: string): string => text + text;',
    'core/one/pool.ts': pool('./x-worker.ts'),
    'core/one/x-worker.ts': worker,
    'core/two/pool.ts': pool('./x-worker.ts'),
    'core/two/x-worker.ts': worker.replace('worker ', 'other '),
    'electron/engine-thread.ts': `export { start } from '../core/one/pool.ts'; export { start as other } from '../core/two/pool.ts';`,
  });
  const written = await bundleNode(top, join(top, 'dist'));
  expect(written.filter((name) => name.endsWith('x-worker.js'))).toHaveLength(2);
});

it('fails where a worker is not there', async () => {
  const top = project({
    'shared.ts': 'export const twice = (text: string): string => text + text;',
    'core/one/pool.ts': pool('./y-worker.ts'),
    'electron/engine-thread.ts': `export { start } from '../core/one/pool.ts';`,
  });
  await expect(bundleNode(top, join(top, 'dist'))).rejects.toThrow('y-worker');
});

it('makes a preload one CommonJS file, and builds what is there only', async () => {
  const top = project({
    'core/contract/names.ts': `export const names = ['one'];`,
    'electron/preload.ts': `import { contextBridge } from 'electron'; import { names } from '../core/contract/names.ts';
      contextBridge.exposeInMainWorld('names', names);`,
  });
  const out = join(top, 'dist');
  expect(await bundleNode(top, out)).toEqual(['preload.cjs']);
  expect(readdirSync(out)).toEqual(['preload.cjs']);
});
