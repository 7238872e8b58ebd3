import { app, dialog } from 'electron';
import type { Engine } from '../../core/app/service/engine.ts';
import { keepEngine } from '../../core/app/service/keep-engine.ts';
import { startEngine } from '../../core/app/service/start-engine.ts';
import type { Texts } from '../words/texts.ts';
import type { LastState } from './last-state.ts';

/** The engine, in a thread of this process. When it cannot be kept running, a person decides. */
export function startEngineHere(appFolder: string, last: LastState): Engine {
  return keepEngine({
    start: () =>
      startEngine({
        entry: new URL('../engine-thread.ts', import.meta.url),
        data: {
          appFolder,
          version: app.getVersion(),
          shell: 'electron',
          keychain: process.env['HOLDFAST_KEYCHAIN'] !== 'off',
        },
      }),
    now: Date.now,
    fellOften: () => {
      last.engineFell();
      return askToStartAgain(last.texts());
    },
  });
}

async function askToStartAgain({ engineFell }: Texts): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: engineFell.title,
    detail: engineFell.detail,
    buttons: [engineFell.again, engineFell.quit],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  if (response !== 0) app.quit();
  return response === 0;
}
