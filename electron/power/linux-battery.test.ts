import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linuxOnBattery } from './linux-battery.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-power-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function supply(name: string, values: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(join(folder, name));
  for (const [key, value] of Object.entries(values)) await writeFile(join(folder, name, key), `${value}\n`);
}

test('a laptop on mains, and off it', async () => {
  await supply('BAT0', { type: 'Battery', status: 'Discharging' });
  await supply('AC', { type: 'Mains', online: '1' });
  expect(await linuxOnBattery(folder)).toBe(false);
  await writeFile(join(folder, 'AC', 'online'), '0\n');
  expect(await linuxOnBattery(folder)).toBe(true);
});

test('charged by USB', async () => {
  await supply('BAT0', { type: 'Battery', status: 'Charging' });
  await supply('usb', { type: 'USB', online: '1' });
  expect(await linuxOnBattery(folder)).toBe(false);
});

test('without mains that it knows of the battery tells', async () => {
  await supply('BAT0', { type: 'Battery', status: 'Discharging' });
  expect(await linuxOnBattery(folder)).toBe(true);
});

test('the battery of a mouse is none', async () => {
  await supply('hid-mouse', { type: 'Battery', scope: 'Device', status: 'Discharging' });
  expect(await linuxOnBattery(folder)).toBeNull();
});

test('a computer that tells nothing is not guessed about', async () => {
  expect(await linuxOnBattery(folder)).toBeNull();
  expect(await linuxOnBattery(join(folder, 'none'))).toBeNull();
});
