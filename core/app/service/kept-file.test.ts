import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readKept, writeKept } from './kept-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-kept-'));
});
afterAll(() => rm(folder, { recursive: true }));

const about = {
  schema: z.strictObject({ version: z.literal(3), colour: z.string() }),
  version: 3,
  migrations: {
    1: ({ color, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, colour: color }),
    2: (older: Readonly<Record<string, unknown>>) => ({
      ...older,
      colour: `dark ${String(older['colour'])}`,
    }),
  },
  defaults: { version: 3 as const, colour: 'none' },
  world: { now: () => Date.UTC(2026, 10, 22) },
};

test('what was written is read; where nothing was, the defaults hold', async () => {
  const path = join(folder, 'plain.json');
  expect(await readKept(path, about)).toEqual({ value: about.defaults, setAside: null });
  await writeKept(path, { version: 3, colour: 'green' });
  expect(await readKept(path, about)).toEqual({ value: { version: 3, colour: 'green' }, setAside: null });
});

test('an older version is brought to this one, step by step', async () => {
  const path = join(folder, 'old.json');
  await writeFile(path, '{"version":1,"color":"blue"}');
  expect((await readKept(path, about)).value).toEqual({ version: 3, colour: 'dark blue' });
});

test.each([
  '{"version":3',
  '{"version":3,"colour":7}',
  '{"version":4,"colour":"x"}',
  '[]',
  'null',
  '{"version":0}',
  '',
])('what cannot be read is set aside as it is, and the defaults hold: %s', async (text) => {
  const path = join(folder, 'broken.json');
  await writeFile(path, text);
  const { value, setAside } = await readKept(path, about);
  expect([value, setAside]).toEqual([about.defaults, `${path}.broken-2026-11-22T00-00-00.000Z`]);
  expect(await readFile(setAside ?? '', 'utf8')).toBe(text);
  expect((await readKept(path, about)).setAside).toBeNull();
});
