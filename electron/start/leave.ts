import { app, dialog, powerMonitor, type BrowserWindow } from 'electron';
import type { AppState } from '../../core/contract/app.ts';
import type { Engine } from '../../core/app/service/engine.ts';
import type { Texts } from '../words/texts.ts';

const patienceMs = 15_000;

export type Leaving = {
  /** Called with every state: who wanted to quit after the backup does so now. */
  readonly follow: (state: AppState) => void;
};

/** Quitting while a backup runs asks first; and the engine always ends by itself before the program does. */
export function leaveCleanly(options: {
  readonly engine: Engine;
  readonly state: () => AppState | null;
  readonly texts: () => Texts;
  readonly window: () => BrowserWindow | null;
}): Leaving {
  let step: 'here' | 'asking' | 'when-done' | 'leaving' | 'gone' = 'here';
  const leave = async (): Promise<void> => {
    step = 'leaving';
    await Promise.race([options.engine.stop().catch(() => undefined), pause(patienceMs)]);
    step = 'gone';
    app.quit();
  };
  const ask = async (): Promise<void> => {
    step = 'asking';
    const answer = await askWhetherToStop(options.window(), options.texts());
    // Meanwhile the computer may have begun to shut down.
    if (step !== 'asking') return;
    if (answer === 'stop' || (answer === 'when-done' && !isBackingUp(options.state()))) return leave();
    step = answer === 'when-done' ? 'when-done' : 'here';
  };
  app.on('before-quit', (event) => {
    if (step === 'gone') return;
    event.preventDefault();
    if (step === 'leaving' || step === 'asking') return;
    void (isBackingUp(options.state()) ? ask() : leave());
  });
  powerMonitor.on('shutdown', () => {
    if (step !== 'leaving' && step !== 'gone') void leave();
  });
  return {
    follow: (state) => {
      if (step === 'when-done' && !isBackingUp(state)) void leave();
    },
  };
}

export const isBackingUp = (state: AppState | null): boolean =>
  state?.jobs.some(({ kind, state: how }) => how === 'running' && (kind === 'backup' || kind === 'set-up')) ??
  false;

async function askWhetherToStop(
  window: BrowserWindow | null,
  { quitting }: Texts,
): Promise<'when-done' | 'stop' | 'cancel'> {
  const answers = ['when-done', 'stop', 'cancel'] as const;
  const question = {
    type: 'question' as const,
    message: quitting.title,
    detail: quitting.detail,
    buttons: [quitting.whenDone, quitting.stop, quitting.cancel],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  };
  const { response } = window
    ? await dialog.showMessageBox(window, question)
    : await dialog.showMessageBox(question);
  return answers[response] ?? 'cancel';
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
