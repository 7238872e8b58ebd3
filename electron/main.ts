import { mkdirSync } from 'node:fs';
import { app } from 'electron';
import { registerPageScheme } from './pages/serve-pages.ts';
import { lockDownWindows } from './session/lock-down.ts';
import { startDesktop } from './start/start-desktop.ts';
import { startOptions } from './start/start-options.ts';

const options = startOptions();
mkdirSync(options.desktopFolder, { recursive: true, mode: 0o700 });
// Also says which starts are the same program: the lock lies in this folder.
app.setPath('userData', options.desktopFolder);
// As the package names them: notifications on Windows and windows on Linux belong to a program by these.
app.setAppUserModelId('dev.holdfast.desktop');
app.setDesktopName('holdfast.desktop');
if (app.requestSingleInstanceLock({ screen: options.screen })) {
  registerPageScheme();
  lockDownWindows();
  // Never awaited here: Electron is not ready before this file has run to its end.
  void app.whenReady().then(() => startDesktop(options));
} else app.quit();
