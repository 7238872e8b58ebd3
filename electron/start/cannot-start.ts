import { app, dialog } from 'electron';
import { chooseTexts } from '../words/texts.ts';

/** A program without window and tray would run on unseen, and keep others from starting. */
export function cannotStart(error: unknown): void {
  const { cannotStart: words } = chooseTexts('system', app.getLocale());
  dialog.showErrorBox(
    words.title,
    `${words.detail}\n\n${error instanceof Error ? error.message : String(error)}`,
  );
  app.exit(1);
}
