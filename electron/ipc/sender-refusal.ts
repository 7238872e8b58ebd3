import { pageUrls, type WindowKind } from '../pages/page-urls.ts';

/** Who sent a message, as Electron tells; `kind` is ours: what the window was opened as. */
export type Sender = {
  readonly kind: WindowKind | undefined;
  /** undefined: the frame is gone. */
  readonly frame: { readonly url: string; readonly top: boolean } | undefined;
};

/** Why a message on a channel of one kind of window is not taken. @returns null: it is */
export function senderRefusal(sender: Sender, wanted: WindowKind): string | null {
  if (!sender.frame) return 'the frame is gone';
  if (!sender.frame.top) return 'only the page itself may ask, no frame in it';
  if (sender.kind !== wanted) return `only the ${wanted} window may ask this`;
  const [page] = sender.frame.url.split(/[?#]/);
  return page === pageUrls[wanted] ? null : 'the window is on a foreign page';
}
