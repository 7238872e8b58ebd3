import type { Handlers, SecretHandlers } from '../../contract/bridge.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { priceTable } from '../../locks/prices.ts';
import { pricesFor } from '../read-prices.ts';
import type { Desk } from '../secret-desk/desk.ts';
import { keyTalk } from '../secret-desk/key-talks.ts';
import { makeSecretHandlers } from '../secret-desk/make-secret-handlers.ts';
import type { Talk } from '../secret-desk/talk.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { storagePolicy } from '../storage-policy.ts';
import { setUpKitTalk } from './kit-talk.ts';
import { setUpForecast } from './set-up-forecast.ts';
import { SetUpSession } from './set-up-session.ts';
import { SuggestedFolders } from './suggested-folders.ts';

type SetUpCall = Extract<keyof Handlers, `setup.${string}` | `secret.${string}`>;

/** Where nothing is chosen yet: what the set-up proposes. */
const usualDays = 30;

/** The set-up and the windows for secrets, which share what was typed. */
export function makeSetUpHandlers(
  context: ServiceContext,
  parts: {
    readonly desk: Desk;
    /** Starts the first backup as a job of its own. */
    readonly startBackup: (set: string) => unknown;
  },
): {
  readonly handlers: Pick<Handlers, SetUpCall>;
  readonly secretHandlers: SecretHandlers;
  /** A set-up was begun and not finished. */
  readonly isBegun: () => boolean;
} {
  const session = new SetUpSession(context, parts.startBackup);
  const folders = new SuggestedFolders(context.environment, context.stopping, context.changed);
  const secret = makeSecretHandlers(context, parts.desk, {
    key: () => setUpKeyTalk(context, session),
    kit: () => setUpKitTalk(context, session),
  });
  // So that the first state tells whether to go on with it.
  void session
    .load()
    .catch((error: unknown) => context.log.error('set-up', 'The draft cannot be read', error));
  return {
    isBegun: () => session.begun,
    secretHandlers: secret.secretHandlers,
    handlers: {
      ...secret.handlers,
      'setup.view': () => session.view(),
      'setup.change': async (change) => {
        await session.change(change);
        return await session.view();
      },
      'setup.check-storage': async () => {
        await session.checkStorage();
        return await session.view();
      },
      'setup.policy': async () => await policyOfDraft(session),
      'setup.folders': () => folders.list(),
      'setup.forecast': async ({ bytes, protectDays }) =>
        await forecastOf(context, session, bytes, protectDays),
      'setup.commit': async () => {
        folders.stop();
        await session.commit();
        return await session.view();
      },
      'setup.check-key-dead': async () => {
        await session.checkKeyDead();
        return await session.view();
      },
      'setup.leave': async () => {
        folders.stop();
        await session.leave();
        return null;
      },
    },
  };
}

async function setUpKeyTalk(context: ServiceContext, session: SetUpSession): Promise<Talk> {
  await session.load();
  const { storage } = session.draft;
  if (!storage || storage.kind === 'practice')
    throw new HoldfastError('set-up-incomplete', { what: 'say where backups go' });
  return keyTalk({ about: storage.bucket, storage: storage.kind }, (key) => {
    session.assertUnmade();
    session.secrets.dropKey();
    session.secrets.key = key;
    context.changed();
  });
}

async function policyOfDraft(
  session: SetUpSession,
): Promise<{ readonly policy: string; readonly words: string }> {
  const { store, prefix } = await session.place();
  if (store.kind === 'b2')
    throw new HoldfastError('request-invalid', {
      reason: 'Backblaze B2 has no policies, but keys with few rights',
    });
  const { protectDays = usualDays } = session.draft;
  const isAws = new URL(store.endpoint).hostname.endsWith('.amazonaws.com');
  return {
    policy: JSON.stringify(storagePolicy('backup', { bucket: store.bucket, prefix, protectDays }), null, 2),
    words: isAws
      ? 'On the web page of AWS: IAM, Users, Create user, with this as its own policy; then Security credentials, Create access key.'
      : 'Give this policy to a user or access key of its own on the page of the provider, as far as it takes policies of this form. It can add and lock, and delete nothing.',
  };
}

async function forecastOf(
  { world }: ServiceContext,
  session: SetUpSession,
  bytes: number,
  protectDays: number,
): ReturnType<Handlers['setup.forecast']> {
  await session.load();
  const { storage, space = 'by-hand' } = session.draft;
  const endpoint =
    storage?.kind === 's3'
      ? storage.endpoint
      : ((storage?.kind === 'b2' ? storage.endpoint : null) ?? b2Address);
  const [prices] = pricesFor(endpoint, priceTable);
  const isPractice = storage?.kind === 'practice';
  return setUpForecast({
    bytes,
    protectDays,
    space,
    now: world.now(),
    prices: isPractice ? undefined : prices,
  });
}

const b2Address = 'https://api.backblazeb2.com';
