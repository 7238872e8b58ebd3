import { join } from 'node:path';
import { z } from 'zod';
import { appSettings, type AppSettings } from '../../contract/app.ts';
import type { World } from '../../system/world.ts';
import { readKept, writeKept } from './kept-file.ts';
import type { AppFile } from './service-context.ts';

const version = 1;

const schema = z.strictObject({ version: z.literal(version), settings: appSettings });

const defaultAppSettings: AppSettings = {
  language: 'system',
  theme: 'system',
  startAtLogin: false,
  notify: { trouble: true, success: false },
  mail: null,
  webhook: null,
  reports: 'trouble',
};

/** `app.json` in the app folder: what holds for all sets. */
export async function openAppFile(
  folder: string,
  world: World,
): Promise<AppFile & { readonly setAside: string | null }> {
  const path = join(folder, 'app.json');
  const { value, setAside } = await readKept(path, {
    schema,
    version,
    migrations: {},
    defaults: { version, settings: defaultAppSettings },
    world,
  });
  let settings = value.settings;
  let writing: Promise<unknown> = Promise.resolve();
  return {
    setAside,
    settings: () => settings,
    change: async (part) => {
      const changed = writing.then(async () => {
        const next = appSettings.parse({ ...settings, ...part });
        await writeKept(path, { version, settings: next });
        settings = next;
      });
      writing = changed.catch(() => undefined);
      await changed;
      return settings;
    },
  };
}
