import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { AppState } from '../../contract/app.ts';
import type { Handlers } from '../../contract/bridge.ts';
import { setSettings, type SetSettings } from '../../contract/sets.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { explainError } from '../explain-error.ts';
import type { OpenLog } from '../logs/open-log.ts';
import { timeInWords } from '../words-for-people.ts';
import { writeNewFile } from '../write-new-file.ts';
import { makeFolder, viewFolder } from './folder-view.ts';
import type { AppFile, Sets, ServiceContext } from './service-context.ts';

type Calls = Extract<keyof Handlers, `app.${string}`>;

/** Whoever knows the address of a ping can send pings, so it does not leave. */
const exported = setSettings.omit({ ping: true });
const fileSchema = z.strictObject({
  kind: z.literal('holdfast-settings'),
  version: z.literal(1),
  settings: exported,
});
const largestFile = 1_000_000;

export function makeAppHandlers(
  context: Pick<ServiceContext, 'world' | 'wish' | 'changed'> & {
    readonly app: AppFile;
    readonly sets: Sets;
  },
  parts: {
    readonly state: () => AppState;
    readonly log: OpenLog;
    readonly dismiss: (notice: string) => void;
    readonly testReport: Handlers['app.test-report'];
    readonly change: (set: string, part: Partial<SetSettings>) => Promise<unknown>;
  },
): Pick<Handlers, Calls> {
  const { app, sets, world, wish, changed } = context;
  return {
    'app.state': async () => parts.state(),
    'app.change': async (part) => {
      const before = app.settings();
      const after = await app.change(
        Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)),
      );
      if (after.startAtLogin !== before.startAtLogin)
        wish({ kind: 'start-at-login', on: after.startAtLogin });
      changed();
      return after;
    },
    'app.test-report': parts.testReport,
    'app.dismiss': async ({ notice }) => {
      parts.dismiss(notice);
      changed();
      return null;
    },
    'app.logs': (wanted) => parts.log.read(wanted),
    'app.export-logs': ({ folder }) => parts.log.export(folder),
    'app.export-settings': async ({ set, folder }) => {
      const { settings } = sets.get(set);
      const { ping: _, ...rest } = settings;
      const text = `${JSON.stringify({ kind: 'holdfast-settings', version: 1, settings: rest }, null, 2)}\n`;
      const name = `holdfast settings ${timeInWords(world.now()).replace(':', '-')}`;
      return { file: await writeNewFile(folder, name, '.json', text) };
    },
    'app.import-settings': async ({ set, file }) => {
      sets.get(set);
      await parts.change(set, await readExported(file));
      return null;
    },
    'app.folder': ({ path, files }) => viewFolder(path, { files }),
    'app.make-folder': async ({ parent, name }) => ({ path: await makeFolder(parent, name) }),
  };
}

async function readExported(file: string): Promise<Omit<SetSettings, 'ping'>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw explainError(error);
  }
  try {
    if (text.length > largestFile) throw new SyntaxError('too long');
    return fileSchema.parse(JSON.parse(text)).settings;
  } catch (error) {
    throw new HoldfastError(
      'path-impossible',
      { path: file, reason: 'it holds no settings that Holdfast wrote' },
      { cause: error },
    );
  }
}
