import { ipcMain, type WebContents } from 'electron';
import type { WindowKind } from '../pages/page-urls.ts';
import { senderRefusal } from './sender-refusal.ts';

/** What a window was opened as; undefined: not by us. */
export type KindOf = (contents: WebContents) => WindowKind | undefined;

/**
 * The only way to answer a channel. Whoever may not ask is rejected, before anything of what was sent is looked at.
 */
export function answerChannel(
  channel: string,
  wanted: WindowKind,
  kindOf: KindOf,
  answer: (sender: WebContents, ...given: readonly unknown[]) => unknown,
): void {
  ipcMain.handle(channel, async (event, ...given: readonly unknown[]) => {
    const { senderFrame } = event;
    const frame = senderFrame ? { url: senderFrame.url, top: senderFrame.parent === null } : undefined;
    const refusal = senderRefusal({ kind: kindOf(event.sender), frame }, wanted);
    if (refusal !== null) throw new Error(`Refused: ${refusal}.`);
    return answer(event.sender, ...given);
  });
}
