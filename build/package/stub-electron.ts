import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';

/** How @electron/fuses finds the fuses: these bytes, the version, their number, then one digit each. */
const fuseWire = ['dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', '\x01', '\x09', '101100111'].join('');

/**
 * A distribution of Electron for Linux with everything that packing touches and nothing that runs, so that the whole
 * packing can be tried and checked where Electron cannot be fetched.
 */
export async function makeStubElectron(folder: string, version: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const app = join(folder, 'app');
  for (const path of [app, join(folder, 'dist', 'resources'), join(folder, 'dist', 'locales')])
    mkdirSync(path, { recursive: true });
  const dist = join(folder, 'dist');
  writeFileSync(
    join(dist, 'electron'),
    `#!/bin/sh\necho 'a stub, not Electron' >&2\nexit 1\n${fuseWire}\n`,
    'latin1',
  );
  chmodSync(join(dist, 'electron'), 0o755);
  writeFileSync(join(dist, 'version'), version);
  for (const name of [
    'LICENSE',
    'LICENSES.chromium.html',
    join('locales', 'en-US.pak'),
    join('locales', 'de.pak'),
  ])
    writeFileSync(join(dist, name), 'stub\n');
  writeFileSync(join(app, 'main.js'), '');
  await createPackage(app, join(dist, 'resources', 'default_app.asar'));
}
