import type { World } from '../../core/system/world.ts';
import { newSecret } from './new-secret.ts';
import { sameSecret } from './same-secret.ts';

/** A working day; a window left open overnight asks for a new link. */
export const sessionIdleMs = 12 * 3_600_000;

/** The one idle longest makes room. */
const mostSessions = 16;

export type Session = { readonly cookie: string; readonly csrf: string };

/** Browsers that were let in. Nothing of it is kept on disk. */
export type Sessions = {
  readonly begin: () => Session;
  /** Finding it is using it. */
  readonly find: (cookie: string) => Session | undefined;
};

export function makeSessions(world: Pick<World, 'random' | 'monotonic'>): Sessions {
  let all: readonly { readonly session: Session; readonly usedAt: number }[] = [];
  const living = (): typeof all => all.filter(({ usedAt }) => world.monotonic() - usedAt < sessionIdleMs);
  const use = (session: Session, others: typeof all): void => {
    all = [...others, { session, usedAt: world.monotonic() }].slice(-mostSessions);
  };
  return {
    begin: () => {
      const session = { cookie: newSecret(world), csrf: newSecret(world) };
      use(session, living());
      return session;
    },
    find: (cookie) => {
      const before = living();
      const others = before.filter((each) => !sameSecret(each.session.cookie, cookie));
      const found = before.find((each) => !others.includes(each));
      if (found) use(found.session, others);
      return found?.session;
    },
  };
}
