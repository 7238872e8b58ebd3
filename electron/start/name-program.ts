import { app } from 'electron';

/** As the package names the program: by these, notifications on Windows and windows on Linux belong to it. */
export function nameProgram(platform: NodeJS.Platform): void {
  if (platform === 'win32') app.setAppUserModelId('dev.holdfast.desktop');
  if (platform === 'linux') app.setDesktopName('holdfast.desktop');
}
