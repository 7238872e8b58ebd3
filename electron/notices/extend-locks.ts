import type { AppState } from '../../core/contract/app.ts';
import type { Input } from '../../core/contract/calls.ts';
import type { Events } from '../../core/contract/events.ts';
import type { Engine } from '../../core/app/service/engine.ts';

/** What the button of a notification about locks does. Where the passphrase is needed first, or it cannot begin, the window leads on. */
export function extendLocks(
  engine: Engine,
  state: () => AppState | null,
  lead: (where: Events['show']) => void,
): (set: string) => void {
  const begins = async (input: Input<'job.start'>): Promise<boolean> =>
    (await engine.call('job.start', input, 'ipc')).ok;
  return (set) => {
    const isSealed = state()?.sets.find(({ id }) => id === set)?.locked ?? false;
    void (isSealed ? Promise.resolve(false) : begins({ set, kind: 'renew' })).then((isBegun) => {
      if (!isBegun) lead({ screen: 'home', set });
    });
  };
}
