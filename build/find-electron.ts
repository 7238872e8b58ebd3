import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const releases = 'https://github.com/electron/electron/releases/';

/** Long enough for any line that could fetch 110 MB in reasonable time. */
const probeMs = 4000;
const fetchMs = 300_000;

/** Electron's program, fetched once by its own installer where it is not there yet. @returns undefined where it cannot be had */
export async function findElectron(
  top: string,
  environment: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
): Promise<string | undefined> {
  const found = electronIn(top);
  if (found !== undefined) return found;
  // The installer knows proxies, the question below does not.
  const isBehindProxy = environment['ELECTRON_GET_USE_PROXY'] !== undefined;
  const mirror = environment['ELECTRON_MIRROR'] ?? environment['npm_config_electron_mirror'] ?? releases;
  if (!isBehindProxy && !(await answers(mirror))) return undefined;
  say('Fetching Electron, this once (about 110 MB) …');
  await install(top);
  return electronIn(top);
}

/** @returns Electron's program, if it is there whole */
export function electronIn(top: string): string | undefined {
  const folder = join(top, 'node_modules', 'electron');
  try {
    const program = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    const wanted = (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string })
      .version;
    const has = readFileSync(join(folder, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    return has === wanted && existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const { status } = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(probeMs) });
    return status < 500;
  } catch {
    return false;
  }
}

function install(top: string): Promise<void> {
  return new Promise((resolve) => {
    const script = join(top, 'node_modules', 'electron', 'install.js');
    const child = spawn(process.execPath, [script], { stdio: 'ignore', timeout: fetchMs });
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });
}
