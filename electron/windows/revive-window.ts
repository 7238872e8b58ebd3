import type { BrowserWindow } from 'electron';
import { restartLimit } from '../../core/app/service/restart-limit.ts';

/** A page whose process died is loaded again; one that keeps dying is closed, and the program goes on without it. */
export function reviveWindow(window: BrowserWindow, page: string): void {
  const mayReload = restartLimit(Date.now);
  window.webContents.on('render-process-gone', (_, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    if (mayReload()) void window.loadURL(page).catch(() => undefined);
    else window.destroy();
  });
}
