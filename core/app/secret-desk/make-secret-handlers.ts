import type { Handlers, SecretHandlers } from '../../contract/bridge.ts';
import type { SecretPurpose } from '../../contract/secrets.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { replaceKey } from '../replace-key.ts';
import { mailAccountOf } from '../reports/mail-password.ts';
import type { BackupSet, ServiceContext } from '../service/service-context.ts';
import type { Desk } from './desk.ts';
import { keyTalk, passphraseTalk, passwordTalk } from './key-talks.ts';
import { openKitTalk, passphraseInMemory, showKitTalk } from './kit-talks.ts';
import { recoveryDesk, recoveryRunKey } from '../recovering/recovery-desk.ts';
import { recoveryTalk } from './recovery-talk.ts';
import { RequestBook } from './request-book.ts';
import { aboutSet, tryPassphrase } from './set-to-open.ts';
import type { Talk } from './talk.ts';

/** What the set-up itself takes in and shows. */
export type SetUpTalks = {
  readonly key: () => Promise<Talk>;
  readonly kit: () => Promise<Talk>;
};

/** The only way in and out for secrets: what the ordinary window learns is that one was given. */
export function makeSecretHandlers(
  context: ServiceContext,
  desk: Desk,
  setUp: SetUpTalks,
): {
  readonly handlers: Pick<Handlers, 'secret.request' | 'secret.outcome'>;
  readonly secretHandlers: SecretHandlers;
} {
  const book = new RequestBook(context.world, context.stopping);
  return {
    handlers: {
      'secret.request': async ({ purpose, set }) => ({
        request: book.make(purpose, set, await beginTalk(context, desk, setUp, purpose, set)),
      }),
      'secret.outcome': async ({ request }) => ({ outcome: await book.outcome(request) }),
    },
    secretHandlers: {
      'secret.form': ({ request }) => Promise.resolve().then(() => book.form(request)),
      'secret.give': ({ request, values }) => book.give(request, values),
      'secret.close': ({ request }) => {
        book.close(request);
        return Promise.resolve(null);
      },
    },
  };
}

async function beginTalk(
  context: ServiceContext,
  desk: Desk,
  setUp: SetUpTalks,
  purpose: SecretPurpose,
  id: string | null,
): Promise<Talk> {
  const { sets } = context;
  const set = (): BackupSet => {
    if (id === null)
      throw new HoldfastError('request-invalid', { reason: 'it is not said for which backup set' });
    return sets.get(id);
  };
  switch (purpose) {
    case 'setup-key':
      return await setUp.key();
    case 'setup-kit':
      return await setUp.kit();
    case 'kit-open':
      return await openKitTalk(context, set());
    case 'kit-show':
      return await showKitTalk(context, set());
    case 'unlock':
      return await unlockTalk(context, set());
    case 'confirm':
      return await confirmTalk(context, id === null ? recoveredSets(context) : [set()]);
    case 'recovery':
      return recoveryTalk(desk);
    case 'replace-key':
      return await replaceKeyTalk(context, set());
    case 'maintenance-key':
      // For what the open recovery cleans: this computer may have no set at all.
      if (id === null && recoveryDesk(context).isOpen)
        return keyTalk({ about: recoveryDesk(context).view.place ?? '', storage: null }, (key) =>
          desk.keepRunKey(purpose, recoveryRunKey, key),
        );
      return keyTalk(await aboutSet(set()), (key) => desk.keepRunKey(purpose, set().id, key));
    case 'proof-key':
      return keyTalk(await aboutSet(set()), (key) => desk.keepRunKey(purpose, set().id, key));
    case 'mail-password':
      return mailPasswordTalk(context, desk);
  }
}

/** Shows the server with the user, as the password will be sent there; and it is for no other, whatever is set meanwhile. */
function mailPasswordTalk(context: ServiceContext, desk: Desk): Talk {
  const { mail } = context.app.settings();
  const account = mailAccountOf(context);
  const about = mail ? [mail.user, mail.host].filter((part) => part !== '').join(' · ') : '';
  return passwordTalk({ about, storage: null }, (password) => desk.keepMailPassword(password, account));
}

async function unlockTalk(context: ServiceContext, set: BackupSet): Promise<Talk> {
  return passphraseTalk(await aboutSet(set), async (passphrase) => {
    await tryPassphrase(set.home, passphrase, context.world);
    context.unlocked.set(set.id, passphrase);
    context.changed();
  });
}

/** What the open recovery does is about the set it was opened from. */
function recoveredSets(context: ServiceContext): readonly BackupSet[] {
  const { set } = recoveryDesk(context);
  return set === null ? context.sets.list() : [context.sets.get(set)];
}

/** By the passphrase of any of these, for the one that it is of. */
async function confirmTalk(context: ServiceContext, sets: readonly BackupSet[]): Promise<Talk> {
  const [first] = sets;
  if (!first) throw new HoldfastError('set-unknown');
  const about = sets.length === 1 ? await aboutSet(first) : { about: '', storage: null };
  return passphraseTalk(about, async (passphrase) => {
    let refusal: unknown;
    for (const set of sets)
      try {
        const { secrets } = await tryPassphrase(set.home, passphrase, context.world);
        // Its keys are sealed under the same words, so they need not be typed twice.
        if (secrets === 'sealed-file') context.unlocked.set(set.id, passphrase);
        context.confirmed.note(set.id);
        return;
      } catch (error) {
        refusal = error;
      }
    throw refusal;
  });
}

async function replaceKeyTalk(context: ServiceContext, set: BackupSet): Promise<Talk> {
  const { world, jobs } = context;
  return keyTalk(await aboutSet(set), async (key) => {
    // Its end would be waited for by this window and by all who need the set.
    const busy = jobs.list().find((job) => job.set === set.id && job.state === 'running');
    if (busy) throw new HoldfastError('set-busy', { kind: busy.kind });
    // What is lent was opened with the old key, and holds the home.
    await context.letGo(set.id);
    await replaceKey({ home: set.home, world, key, passphrase: passphraseInMemory(context, set.id) });
    context.lookAgain(set.id);
  });
}
