import type { AppState } from './app.ts';
import type { JobView } from './jobs.ts';
import type { Notice, Screen } from './notice.ts';

export type Events = {
  /** The whole small state, at most ten times a second. */
  state: AppState;
  /** Progress and end of one job, at most five times a second and always the last. */
  job: JobView;
  notice: Notice;
  /** Something led to a screen from outside the window: tray, notification, second start. */
  show: { readonly screen: Screen; readonly set: string | null };
};
export type EventName = keyof Events;
export const eventNames = ['state', 'job', 'notice', 'show'] as const satisfies readonly EventName[];
