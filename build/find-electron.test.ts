import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { ownTemporaryFolder } from '../test/own-temporary-folder.ts';
import { electronIn, findElectron } from './find-electron.ts';

ownTemporaryFolder();

let top: string;
let folder: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'top-'));
  folder = join(top, 'node_modules', 'electron');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"version":"45.4.1"}');
  writeFileSync(
    join(folder, 'install.js'),
    `const { mkdirSync, writeFileSync } = require('node:fs'); const dist = __dirname + '/dist';
     mkdirSync(dist); writeFileSync(dist + '/version', '45.4.1'); writeFileSync(dist + '/electron', '');
     writeFileSync(__dirname + '/path.txt', 'electron');`,
  );
});

it('fetches it once, by its own installer', async () => {
  const mirror = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve));
  const said: string[] = [];
  const environment = { ELECTRON_MIRROR: `http://127.0.0.1:${(mirror.address() as AddressInfo).port}/` };
  const program = join(folder, 'dist', 'electron');
  expect(await findElectron(top, environment, (line) => said.push(line))).toBe(program);
  expect(await findElectron(top, environment, (line) => said.push(line))).toBe(program);
  expect(said).toHaveLength(1);
  mirror.close();
});

it('does without where nothing answers', async () => {
  const said: string[] = [];
  const environment = { ELECTRON_MIRROR: 'http://127.0.0.1:1/' };
  expect(await findElectron(top, environment, (line) => said.push(line))).toBeUndefined();
  expect(said).toEqual([]);
});

it('does not take one of another version, or half a one', () => {
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'path.txt'), 'electron');
  writeFileSync(join(folder, 'dist', 'version'), '45.4.1');
  expect(electronIn(top)).toBeUndefined();
  writeFileSync(join(folder, 'dist', 'electron'), '');
  expect(electronIn(top)).toBe(join(folder, 'dist', 'electron'));
  writeFileSync(join(folder, 'dist', 'version'), '44.0.0');
  expect(electronIn(top)).toBeUndefined();
});
