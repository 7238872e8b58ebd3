import type { WebContents } from 'electron';
import { secretRequestId } from '../../core/contract/secrets.ts';
import type { Engine } from '../../core/app/service/engine.ts';
import { answerChannel, type KindOf } from './answer-channel.ts';
import { isCall, isSecretCall } from './call-names.ts';
import { channels } from './channels.ts';

/** The windows as the channels need them. */
export type AskingWindows = {
  readonly kindOf: KindOf;
  readonly openSecret: (request: string) => void;
  /** The one request that a secret window was opened for. */
  readonly requestOf: (contents: WebContents) => string | undefined;
  /** It has served. */
  readonly endSecret: (contents: WebContents) => void;
};

/** Relays calls to the engine, which checks their inputs. */
export function answerWindows(engine: Engine, windows: AskingWindows): void {
  const { kindOf } = windows;
  answerChannel(channels.call, 'main', kindOf, (_, call, input) => {
    if (!isCall(call)) throw new Error('Refused: there is no such call.');
    return engine.call(call, input, 'ipc');
  });
  answerChannel(channels.openSecret, 'main', kindOf, (_, request) => {
    windows.openSecret(secretRequestId.parse(request));
  });
  answerChannel(channels.secretCall, 'secret', kindOf, async (sender, call, input) => {
    if (!isSecretCall(call)) throw new Error('Refused: there is no such call.');
    if (requestIn(input) !== windows.requestOf(sender))
      throw new Error('Refused: this window was opened for another request.');
    // Closing tells the engine; a second word would be about a request that is gone.
    if (call === 'secret.close') return (windows.endSecret(sender), { ok: true, value: null });
    return engine.secretCall(call, input);
  });
}

function requestIn(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'request' in input ? input.request : undefined;
}
