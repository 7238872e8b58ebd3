import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Whether a Linux computer runs on its battery, as its kernel tells (Electron does not, there). A mouse's battery does
 * not count: only one of the system.
 * @returns null: it has neither battery nor mains that it knows of
 */
export async function linuxOnBattery(folder = '/sys/class/power_supply'): Promise<boolean | null> {
  const names = await readdir(folder).catch(() => []);
  const supplies = await Promise.all(names.map((name) => readSupply(join(folder, name))));
  const system = supplies.filter((supply) => supply.scope !== 'Device');
  const mains = system.filter(({ type }) => type === 'Mains' || type === 'USB' || type === 'Wireless');
  const batteries = system.filter(({ type }) => type === 'Battery');
  if (batteries.length === 0) return mains.length === 0 ? null : false;
  if (mains.length > 0) return !mains.some((supply) => supply.online === '1');
  return batteries.some((supply) => supply.status === 'Discharging');
}

async function readSupply(
  folder: string,
): Promise<Readonly<Record<'type' | 'scope' | 'online' | 'status', string>>> {
  const value = async (name: string): Promise<string> =>
    (await readFile(join(folder, name), 'utf8').catch(() => '')).trim();
  const [type, scope, online, status] = await Promise.all([
    value('type'),
    value('scope'),
    value('online'),
    value('status'),
  ]);
  return { type: type ?? '', scope: scope ?? '', online: online ?? '', status: status ?? '' };
}
