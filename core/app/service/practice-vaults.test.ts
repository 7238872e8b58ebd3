import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { homeAt } from '../home.ts';
import type { RunningPractice } from '../practice-port.ts';
import { readSettings, writeSettings } from '../settings.ts';
import { sampleSettings } from '../testing/sample-settings.ts';
import { sharePractice } from './practice-vaults.ts';

test('a vault whose new address the disk did not take is still ended with the engine, and is asked once more', async () => {
  const home = homeAt(await mkdtemp(join(tmpdir(), 'holdfast-vaults-')));
  await mkdir(home.practice);
  const now: string[] = [];
  const vaults = sharePractice({
    open: async (folder) => {
      now.push(`opened ${folder}`);
      const close = async (): Promise<void> => void now.push('closed');
      return { b2: 'http://127.0.0.1:2', close } as unknown as RunningPractice;
    },
  });
  const store = { kind: 'b2', endpoint: 'http://127.0.0.1:1', bucket: 'b' } as const;
  const settings = { ...sampleSettings, store };
  await expect(vaults.runFor(home, settings)).rejects.toMatchObject({ code: 'home-missing' });
  await writeSettings(home, settings);
  await vaults.runFor(home, settings);
  expect((await readSettings(home)).store.endpoint).toBe('http://127.0.0.1:2');
  await vaults.close();
  expect(now).toEqual([`opened ${home.practice}`, 'closed']);
  await rm(home.folder, { recursive: true });
});
