import type { Engine } from '../../core/app/service/engine.ts';
import type { Events } from '../../core/contract/events.ts';
import { desktopNotices } from '../notices/show-notices.ts';
import { keepAwake } from '../power/keep-awake.ts';
import type { Texts } from '../words/texts.ts';
import { startAtLogin } from './login-item.ts';

/** Does what the engine asks of the shell. */
export function followWishes(
  engine: Engine,
  about: { readonly texts: () => Texts; readonly lead: (where: Events['show']) => void },
): void {
  const awake = keepAwake();
  const notices = desktopNotices(about.lead);
  engine.on((message) => {
    if (message.kind !== 'wish') return;
    const { wish } = message;
    if (wish.kind === 'keep-awake') awake(wish.on);
    else if (wish.kind === 'notify') notices.show(wish.notice, about.texts());
    // A folder that cannot be written: the switch in the settings stays, the next start tries again.
    else startAtLogin(wish.on).catch(() => undefined);
  });
}
