import type { Engine } from '../../core/app/service/engine.ts';
import type { Events } from '../../core/contract/events.ts';
import { extendLocks } from '../notices/extend-locks.ts';
import { desktopNotices } from '../notices/show-notices.ts';
import { keepAwake } from '../power/keep-awake.ts';
import type { LastState } from './last-state.ts';
import { startAtLogin } from './login-item.ts';

/** Does what the engine asks of the shell. */
export function followWishes(engine: Engine, last: LastState, lead: (where: Events['show']) => void): void {
  const awake = keepAwake();
  const notices = desktopNotices({ lead, extend: extendLocks(engine, last.state, lead) });
  last.onChange((state) => notices.keepOnly(state.notices));
  engine.on((message) => {
    if (message.kind !== 'wish') return;
    const { wish } = message;
    if (wish.kind === 'keep-awake') awake(wish.on);
    else if (wish.kind === 'notify') notices.show(wish.notice, last.texts());
    // A folder that cannot be written: the switch in the settings stays, the next start tries again.
    else startAtLogin(wish.on).catch(() => undefined);
  });
}
