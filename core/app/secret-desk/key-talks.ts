import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { StorageKey } from '../secrets/secrets.ts';
import { done, type Talk, type Typed } from './talk.ts';

type About = Pick<Talk, 'about' | 'storage'>;

/** Blanks come along when a key is copied from a web page. @throws secret-missing */
export function keyTyped({ keyId = '', key = '' }: Typed): StorageKey {
  const typed = { keyId: keyId.trim(), key: key.trim() };
  if (typed.keyId === '' || typed.key === '')
    throw new HoldfastError('secret-missing', {
      secret: typed.keyId === '' ? 'The key id' : 'The key itself',
      variable: 'both',
    });
  return typed;
}

/** One key, taken as it is or refused by whoever takes it. */
export const keyTalk = (about: About, take: (key: StorageKey) => Promise<void> | void): Talk => ({
  ...about,
  first: 'key',
  give: async (typed) => {
    await take(keyTyped(typed));
    return done;
  },
});

export const passphraseTalk = (about: About, take: (passphrase: string) => Promise<void>): Talk => ({
  ...about,
  first: 'passphrase',
  give: async ({ passphrase = '' }) => {
    if (passphrase === '') throw new HoldfastError('passphrase-wrong');
    await take(passphrase);
    return done;
  },
});

export const passwordTalk = (about: About, take: (password: string) => Promise<void>): Talk => ({
  ...about,
  first: 'password',
  give: async ({ password = '' }) => {
    if (password === '') throw new HoldfastError('secret-missing', { secret: 'The password' });
    await take(password);
    return done;
  },
});
