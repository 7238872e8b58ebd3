import { shell } from 'electron';
import { outsidePage } from './outside-pages.ts';

/** Opens a page of the closed list in the person's browser; anything else is ignored. */
export function openOutside(url: string): void {
  const page = outsidePage(url);
  // Where there is no browser, nothing can be said to anybody.
  if (page !== null) shell.openExternal(page).catch(() => undefined);
}
