import { join } from 'node:path';
import { nativeTheme, session, type Session } from 'electron';
import type { Engine } from '../../core/app/service/engine.ts';
import { answerWindows } from '../ipc/answer-windows.ts';
import { servePages } from '../pages/serve-pages.ts';
import { lockDownSession } from '../session/lock-down.ts';
import { mainWindow, type MainWindow } from './main-window.ts';
import { secretWindows } from './secret-windows.ts';

/** All windows, with what every one of them is allowed, and how they reach the engine. */
export function openWindows(
  engine: Engine,
  places: {
    readonly distFolder: string;
    readonly desktopFolder: string;
    readonly developerTools: boolean;
    readonly language: () => string;
  },
): MainWindow {
  const { distFolder, developerTools } = places;
  const prepare = (each: Session): void => {
    lockDownSession(each, { developerTools });
    servePages(each, join(distFolder, 'renderer'));
  };
  prepare(session.defaultSession);
  const main = mainWindow({
    distFolder,
    developerTools,
    placeFile: join(places.desktopFolder, 'window.json'),
    visible: (visible) => engine.tell({ kind: 'visible', visible }),
  });
  engine.tell({ kind: 'visible', visible: false });
  const secrets = secretWindows({
    distFolder,
    developerTools,
    parent: main.current,
    prepare,
    look: () => ({ lang: places.language(), theme: nativeTheme.shouldUseDarkColors ? 'dark' : 'light' }),
    ended: (request) => void engine.secretCall('secret.close', { request }),
  });
  answerWindows(engine, {
    kindOf: (contents) => {
      if (contents.id === main.current()?.webContents.id) return 'main';
      return secrets.requestOf(contents) === undefined ? undefined : 'secret';
    },
    openSecret: secrets.open,
    requestOf: secrets.requestOf,
    endSecret: secrets.end,
  });
  engine.on((message) => {
    if (message.kind === 'event') main.send(message.name, message.payload);
  });
  return main;
}
