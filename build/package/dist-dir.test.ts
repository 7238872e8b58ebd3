import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { extractAll } from '@electron/asar';
import { expect, it } from 'vitest';
import { startEngine } from '../../core/app/service/start-engine.ts';
import { ownTemporaryFolder } from '../../test/own-temporary-folder.ts';

ownTemporaryFolder();

const script = join(import.meta.dirname, 'make-package.ts');
const archive = join(import.meta.dirname, '../../out/package/linux-unpacked/resources/app.asar');

it.skipIf(process.platform !== 'linux')(
  'npm run dist:dir packs this program without a fault, and the packed engine answers in plain Node',
  async () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--dir'], { encoding: 'utf8' });
    expect(stderr).not.toMatch(/is missing|not there|does not/);
    expect(stdout).toMatch(/The window weighs \d+ kB of 600 kB/);
    expect(status).toBe(0);
    const folder = mkdtempSync(join(tmpdir(), 'packed-'));
    extractAll(archive, folder);
    const engine = startEngine({
      entry: pathToFileURL(join(folder, 'dist', 'engine-thread.js')),
      data: { appFolder: join(folder, 'home'), version: '1.2.3', shell: 'electron', keychain: false },
    });
    const reply = await engine.call('app.state', {}, 'ipc');
    await engine.stop();
    expect(reply).toMatchObject({ ok: true, value: { version: '1.2.3', sets: [] } });
  },
);
