import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const top = fileURLToPath(new URL('../..', import.meta.url));
const house = mkdtempSync(join(tmpdir(), 'holdfast-lint-'));
afterAll(() => rmSync(house, { recursive: true, force: true }));

/** What our linter, with our rules, says of one planted file. */
function lint(path: string, text: string): string {
  const file = join(house, path);
  mkdirSync(dirname(file), { recursive: true });
  for (const name of ['.oxlintrc.json', 'tsconfig.base.json'])
    copyFileSync(join(top, name), join(house, name));
  writeFileSync(join(house, 'tsconfig.json'), '{"extends":"./tsconfig.base.json","include":["**/*.ts"]}');
  writeFileSync(file, text);
  const { stdout, stderr } = spawnSync(join(top, 'node_modules/.bin/oxlint'), ['--type-aware', path], {
    cwd: house,
    encoding: 'utf8',
    env: { ...process.env, OXLINT_TSGOLINT_PATH: join(top, 'node_modules/.bin/tsgolint') },
  });
  rmSync(file);
  return stdout + stderr;
}

const promise = 'async function late(): Promise<void> {}\n';

test.each([
  ['core/backup/a.ts', 'export const at = Date.now();', 'Time comes in through World'],
  ['core/backup/a.ts', 'export const dice = Math.random();', 'Randomness comes in through World'],
  ['core/backup/a.ts', 'export const home = process.env.HOME;', 'The environment is read by the front ends'],
  ['core/backup/a.ts', 'export const title = document.title;', 'no DOM'],
  ['core/backup/a.ts', `export const say = () => console.log('x');`, 'no-console'],
  ['practice/a.ts', `export const say = () => console.log('x');`, 'no-console'],
  ['core/backup/a.ts', `${promise}export const go = () => { late(); };`, 'no-floating-promises'],
  ['core/backup/a.test.ts', `${promise}export const go = () => { late(); };`, 'no-floating-promises'],
  ['electron/preload.ts', 'export const home = process.env;', 'A preload is sandboxed'],
  ['electron/ipc/channels.ts', `export const x = Buffer.from('x');`, 'A preload is sandboxed'],
  ['electron/secret-preload.ts', `export const x = require('node:fs');`, 'A preload is one bundled file'],
  ['core/a.ts', 'export default 1;', 'no-default-export'],
  ['core/a.ts', 'export const x = (a: any) => a == 1;', 'eqeqeq'],
  ['core/a.ts', 'export const x = (a: any) => a;', 'no-explicit-any'],
  ['headless/a.ts', '//\n'.repeat(400) + 'export const n = 1;\n', 'max-lines'],
])('%s: %s is refused', (path, text, words) => {
  expect(lint(path, text)).toContain(words);
});

test.each([
  ['core/system/clock.ts', 'export const at = Date.now();'],
  ['core/backup/a.test.ts', 'export const at = Date.now();'],
  ['headless/a.ts', 'export const home = process.env.HOME;'],
  ['electron/start/a.ts', 'export const home = process.env.HOME;'],
  ['core/a.ts', `${promise}export const go = async () => { await late(); };`],
])('%s: %s is fine', (path, text) => {
  expect(lint(path, text)).toContain('0 warnings and 0 errors');
});
