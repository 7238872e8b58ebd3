import { z } from 'zod';
import { setSettings, type SetSettings } from '../../contract/sets.ts';
import type { World } from '../../system/world.ts';
import type { Home } from '../home.ts';
import { readSettings, changeSettings } from '../settings.ts';
import { readKept, writeKept, type KeptFile } from './kept-file.ts';

const version = 1;

const schema = z.strictObject({
  version: z.literal(version),
  settings: setSettings,
  pausedUntil: z.number().nullable(),
});

export type SetFile = Omit<z.infer<typeof schema>, 'version'>;

/** What a set is that the command line made, or whose file cannot be read: nothing runs until a person says what. */
const defaultSetSettings = (name: string): SetSettings => ({
  name,
  sources: [],
  excludes: {
    patterns: [],
    presets: ['caches', 'trash'],
    ifPresent: [],
    maxFileBytes: null,
    oneFileSystem: false,
  },
  schedule: { kind: 'manual' },
  limits: { uploadBytesPerSecond: null, hours: null, onBattery: true, onMetered: true },
  ping: null,
  guard: false,
  deadManDays: null,
});

/** Ping and guard are the home's, where the command line has them too. A home that is damaged still has its set.json. */
export async function readSetFile(home: Home, name: string, world: World): Promise<KeptFile<SetFile>> {
  const defaults = { version, settings: defaultSetSettings(name), pausedUntil: null } as const;
  const { value, setAside } = await readKept(home.choices, {
    schema,
    version,
    migrations: {},
    defaults,
    world,
  });
  const { settings, pausedUntil } = value;
  const own = await readSettings(home).then(
    ({ ping, guard }) => ({ ping, guard }),
    () => ({}),
  );
  return { value: { settings: { ...settings, ...own }, pausedUntil }, setAside };
}

export async function writeSetFile(home: Home, file: SetFile): Promise<void> {
  const kept = await readSettings(home);
  const { ping, guard } = file.settings;
  if (kept.ping !== ping || kept.guard !== guard) await changeSettings(home, { ping, guard });
  await writeChoices(home, file);
}

/** Also where the home has no settings yet, which make it a home. */
export async function writeChoices(home: Home, { settings, pausedUntil }: SetFile): Promise<void> {
  await writeKept(home.choices, { version, settings: setSettings.parse(settings), pausedUntil });
}
