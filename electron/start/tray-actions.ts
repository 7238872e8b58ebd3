import { app } from 'electron';
import type { Call, Input } from '../../core/contract/calls.ts';
import type { Events } from '../../core/contract/events.ts';
import type { Engine } from '../../core/app/service/engine.ts';
import type { TrayActions } from '../tray/tray-menu.ts';
import type { Updates } from '../updates/watch-updates.ts';

/** What the rows of the tray's menu do. Where the engine cannot, the window says why. */
export function trayActions(
  engine: Engine,
  lead: (where?: Events['show']) => void,
  updates: Updates,
): TrayActions {
  const ask = async <C extends Call>(call: C, input: Input<C>): Promise<boolean> =>
    (await engine.call(call, input, 'ipc')).ok;
  const askAll = async (asked: readonly Promise<boolean>[]): Promise<void> => {
    if ((await Promise.all(asked)).includes(false)) lead({ screen: 'home', set: null });
  };
  return {
    backUp: (sets) => void askAll(sets.map((set) => ask('job.start', { set, kind: 'backup' }))),
    stop: (jobs) => void askAll(jobs.map((job) => ask('job.cancel', { job }))),
    pause: (how) => void askAll([ask('set.pause', { set: null, how })]),
    open: () => lead(),
    restore: () => lead({ screen: 'restore', set: null }),
    update: () => void updates.offer(),
    quit: () => app.quit(),
  };
}
