import type { FrameView } from './driven-page.ts';
import type { StandInContents } from './browser-window.ts';

type Handler = (event: object, ...given: readonly unknown[]) => unknown;

/** The main process's end of invoke. */
export class StandInIpc {
  readonly #handlers = new Map<string, Handler>();

  readonly ipcMain = {
    handle: (channel: string, handler: Handler): void => {
      if (this.#handlers.has(channel))
        throw new Error(`Attempted to register a second handler for '${channel}'`);
      this.#handlers.set(channel, handler);
    },
  };

  /** Also what a page that broke out of its sandbox could send: any channel, as any frame. */
  async invoke(
    sender: StandInContents,
    senderFrame: FrameView | null,
    channel: string,
    given: readonly unknown[],
  ): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    const answer = await handler({ sender, senderFrame, type: 'frame' }, ...structuredClone(given));
    return structuredClone(answer);
  }

  get channels(): readonly string[] {
    return [...this.#handlers.keys()];
  }
}
