import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { screen, type BrowserWindow } from 'electron';
import { placeOnScreens, readWindowPlace } from './window-place.ts';

/** Where a window opens, by what the file remembers and the screens there are. */
export function rememberedPlace(file: string): ReturnType<typeof placeOnScreens> {
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((each) => each.id !== main.id);
  return placeOnScreens(
    readWindowPlace(read(file)),
    [main, ...others].map((each) => each.workArea),
  );
}

/** Keeps where the window was last. */
export function rememberPlace(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const place = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    // It is a convenience: on a full disk the window opens where windows open.
    writeFile(file, JSON.stringify(place)).catch(() => undefined);
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
