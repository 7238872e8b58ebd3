import { mkdirSync } from 'node:fs';
import { app } from 'electron';
import { registerPageScheme } from './pages/serve-pages.ts';
import { lockDownWindows } from './session/lock-down.ts';
import { cannotStart } from './start/cannot-start.ts';
import { nameProgram } from './start/name-program.ts';
import { startDesktop } from './start/start-desktop.ts';
import { startOptions } from './start/start-options.ts';

// Nothing here awaits: Electron is not ready before this file has run to its end.
try {
  const options = startOptions();
  mkdirSync(options.desktopFolder, { recursive: true, mode: 0o700 });
  // Also says which starts are the same program: the lock lies in this folder.
  app.setPath('userData', options.desktopFolder);
  nameProgram(process.platform);
  if (app.requestSingleInstanceLock({ screen: options.screen })) {
    registerPageScheme();
    lockDownWindows();
    void app
      .whenReady()
      .then(() => startDesktop(options))
      .catch(cannotStart);
  } else app.quit();
} catch (error) {
  // A folder that cannot be made, as on a full disk: Electron would show the place in the code.
  void app.whenReady().then(() => cannotStart(error));
}
