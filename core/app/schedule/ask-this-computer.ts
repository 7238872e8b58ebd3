import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** null: it does not tell. */
export type PowerAndLine = { readonly onBattery: boolean | null; readonly metered: boolean | null };

const patienceMs = 3_000;

/** Linux only; elsewhere shells tell what they know. Never throws. */
export async function askThisComputer(): Promise<PowerAndLine> {
  if (process.platform !== 'linux') return { onBattery: null, metered: null };
  const [onBattery, metered] = await Promise.all([readPower('/sys/class/power_supply'), askNetworkManager()]);
  return { onBattery, metered };
}

/**
 * On battery: there is a battery of the computer itself, and no line that feeds it. Batteries of mice and phones are of
 * scope "Device".
 */
export async function readPower(folder: string): Promise<boolean | null> {
  const supplies = await readdir(folder).catch(() => []);
  const read = async (supply: string, what: string): Promise<string> =>
    (await readFile(join(folder, supply, what), 'utf8').catch(() => '')).trim();
  let hasBattery = false;
  let isDischarging = false;
  for (const supply of supplies) {
    const type = await read(supply, 'type');
    if ((await read(supply, 'scope')) === 'Device') continue;
    if (type !== 'Battery' && (await read(supply, 'online')) === '1') return false;
    if (type !== 'Battery') continue;
    hasBattery = true;
    if ((await read(supply, 'status')) === 'Discharging') isDischarging = true;
  }
  return hasBattery ? isDischarging : null;
}

async function askNetworkManager(): Promise<boolean | null> {
  const name = 'org.freedesktop.NetworkManager';
  const words = [
    '--system',
    '--auto-start=no',
    'get-property',
    name,
    '/org/freedesktop/NetworkManager',
    name,
  ];
  try {
    const { stdout } = await promisify(execFile)('busctl', [...words, 'Metered'], { timeout: patienceMs });
    return parseMetered(stdout);
  } catch {
    return null;
  }
}

/** `u 1`: 0 unknown, 1 yes, 2 no, 3 guessed yes, 4 guessed no. */
export function parseMetered(answer: string): boolean | null {
  const value = /^u (\d)\s*$/.exec(answer)?.[1];
  if (value === '1' || value === '3') return true;
  return value === '2' || value === '4' ? false : null;
}
