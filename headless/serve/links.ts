import type { World } from '../../core/system/world.ts';
import { newSecret } from './new-secret.ts';
import { sameSecret } from './same-secret.ts';

export const linkLifeMs = 60_000;

/** More would only be links that nobody opened. */
const mostLinks = 8;

/** Tokens of start addresses: each opens one session, once, within a minute. */
export type Links = {
  readonly make: () => string;
  /** @returns whether it was good; it is not any more */
  readonly use: (token: string) => boolean;
};

export function makeLinks(world: Pick<World, 'random' | 'monotonic'>): Links {
  let open: readonly { readonly token: string; readonly until: number }[] = [];
  const living = (): typeof open => open.filter(({ until }) => world.monotonic() < until);
  return {
    make: () => {
      const token = newSecret(world);
      open = [...living(), { token, until: world.monotonic() + linkLifeMs }].slice(-mostLinks);
      return token;
    },
    use: (token) => {
      const before = living();
      open = before.filter((link) => !sameSecret(link.token, token));
      return open.length < before.length;
    },
  };
}
