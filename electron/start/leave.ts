import { app, dialog, powerMonitor, type BrowserWindow } from 'electron';
import type { AppState } from '../../core/contract/app.ts';
import type { JobKind } from '../../core/contract/jobs.ts';
import type { Engine } from '../../core/app/service/engine.ts';
import type { Texts } from '../words/texts.ts';

const patienceMs = 15_000;

export type Leaving = {
  /** Called with every state: who wanted to quit after the backup does so now. */
  readonly follow: (state: AppState) => void;
  /** Ends the engine, so that the program may go at any moment: before an update. */
  readonly prepare: () => Promise<void>;
};

/** Quitting while something runs that a person waits for asks first; and the engine always ends by itself before the program does. */
export function leaveCleanly(options: {
  readonly engine: Engine;
  readonly state: () => AppState | null;
  readonly texts: () => Texts;
  readonly window: () => BrowserWindow | null;
}): Leaving {
  let step: 'here' | 'asking' | 'when-done' | 'leaving' | 'gone' = 'here';
  const prepare = async (): Promise<void> => {
    step = 'leaving';
    await Promise.race([options.engine.stop().catch(() => undefined), pause(patienceMs)]);
    step = 'gone';
  };
  const leave = async (): Promise<void> => {
    await prepare();
    app.quit();
  };
  const ask = async (): Promise<void> => {
    step = 'asking';
    const answer = await askWhetherToStop(options.window(), options.state(), options.texts());
    // Meanwhile the computer may have begun to shut down.
    if (step !== 'asking') return;
    if (answer === 'stop' || (answer === 'when-done' && !isBusy(options.state()))) return leave();
    step = answer === 'when-done' ? 'when-done' : 'here';
  };
  app.on('before-quit', (event) => {
    if (step === 'gone') return;
    event.preventDefault();
    if (step === 'leaving' || step === 'asking') return;
    void (isBusy(options.state()) ? ask() : leave());
  });
  powerMonitor.on('shutdown', () => {
    if (step !== 'leaving' && step !== 'gone') void leave();
  });
  return {
    prepare,
    follow: (state) => {
      if (step === 'when-done' && !isBusy(state)) void leave();
    },
  };
}

const runs = (state: AppState | null, kinds: ReadonlySet<JobKind>): boolean =>
  state?.jobs.some((job) => job.state === 'running' && kinds.has(job.kind)) ?? false;

const backups: ReadonlySet<JobKind> = new Set(['backup', 'set-up']);
/** The rest goes on by itself at the next start. */
const awaited: ReadonlySet<JobKind> = new Set([...backups, 'restore', 'hold', 'clean']);

export const isBusy = (state: AppState | null): boolean => runs(state, awaited);

async function askWhetherToStop(
  window: BrowserWindow | null,
  state: AppState | null,
  { quitting }: Texts,
): Promise<'when-done' | 'stop' | 'cancel'> {
  const answers = ['when-done', 'stop', 'cancel'] as const;
  const question = {
    type: 'question' as const,
    message: runs(state, backups) ? quitting.backup : quitting.other,
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
