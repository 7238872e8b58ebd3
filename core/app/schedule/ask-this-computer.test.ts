import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askThisComputer, parseMetered, readPower } from './ask-this-computer.ts';

async function supplies(given: Readonly<Record<string, Readonly<Record<string, string>>>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-power-'));
  for (const [name, values] of Object.entries(given)) {
    await mkdir(join(folder, name));
    for (const [what, value] of Object.entries(values))
      await writeFile(join(folder, name, what), `${value}\n`);
  }
  return folder;
}

const battery = { type: 'Battery', status: 'Discharging' };
const mouse = { type: 'Battery', status: 'Discharging', scope: 'Device' };

test('on battery only where the computer has one and no line feeds it', async () => {
  expect(await readPower(await supplies({ BAT0: battery, AC: { type: 'Mains', online: '0' } }))).toBe(true);
  expect(await readPower(await supplies({ BAT0: battery, AC: { type: 'Mains', online: '1' } }))).toBe(false);
  expect(await readPower(await supplies({ BAT0: { ...battery, status: 'Full' } }))).toBe(false);
  expect(await readPower(await supplies({ mouse }))).toBe(null);
  expect(await readPower(await supplies({}))).toBe(null);
  expect(await readPower('/no/such/folder')).toBe(null);
});

test('what NetworkManager says of the line', () => {
  expect(['u 0\n', 'u 1\n', 'u 2\n', 'u 3\n', 'u 4\n', '', 's "x"'].map(parseMetered)).toEqual([
    null,
    true,
    false,
    true,
    false,
    null,
    null,
  ]);
});

test('a computer without any of it tells nothing, and asking it never throws', async () => {
  expect(Object.keys(await askThisComputer())).toEqual(['onBattery', 'metered']);
});
