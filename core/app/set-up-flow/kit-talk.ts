import { fingerprint, masterKeyBytes } from '../../crypto/keys.ts';
import { masterToWords } from '../../crypto/recovery-words.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { RecoveryKit } from '../../recovery/recovery-kit.ts';
import { newRepositoryId } from '../../repository/repository-id.ts';
import { checkWordsBack, placesToAsk } from '../kit/confirm-kit.ts';
import { kitToShow } from '../secret-desk/kit-talks.ts';
import { done, type Shown, type Talk, type Typed } from '../secret-desk/talk.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { placeInWords, type StoragePlace } from '../storage-place.ts';
import { passphraseRefusal } from './passphrase-rule.ts';
import type { SetUpSession } from './set-up-session.ts';

/** A new passphrase in, the words out, three of them back: only then is the kit a kit. */
export async function setUpKitTalk(context: ServiceContext, session: SetUpSession): Promise<Talk> {
  const place = await session.place();
  const { storage, name } = session.draft;
  let step: Shown['step'] = 'passphrase-new';
  let positions: readonly number[] = [];

  const wordsOut = (): Shown => {
    step = 'words-out';
    return { step, kit: kitToShow(kitOf(session, place), context) };
  };
  return {
    about: [name, place.store.bucket].filter((part) => part !== undefined).join(' · '),
    storage: storage?.kind ?? null,
    first: 'passphrase-new',
    give: async (typed) =>
      await Promise.resolve().then(() => {
        if (step === 'passphrase-new') {
          session.assertUnmade();
          prepare(context, session, place, typed);
          return wordsOut();
        }
        if (step === 'words-out') {
          step = 'words-back';
          positions = placesToAsk(context.world.random);
          return { step, positions };
        }
        // Back to the words: whoever has not written them down yet.
        if (!typed.back) return wordsOut();
        checkWordsBack(kitOf(session, place).words, positions, typed.back);
        session.secrets.kitConfirmed = true;
        context.changed();
        return done;
      }),
  };
}

function prepare(
  { world }: ServiceContext,
  { secrets }: SetUpSession,
  place: StoragePlace,
  { passphrase = '' }: Typed,
): void {
  const reason = passphraseRefusal(passphrase);
  if (reason !== undefined) throw new HoldfastError('passphrase-weak', { reason });
  const before = secrets.prepared;
  // The same words where only the passphrase is another one: the page may be printed already.
  const key = before && before.place === placeInWords(place) ? before : undefined;
  if (!key) secrets.dropKit();
  secrets.kitConfirmed = false;
  secrets.prepared = {
    masterKey: key?.masterKey ?? world.random(masterKeyBytes),
    repositoryId: key?.repositoryId ?? newRepositoryId(world.random),
    passphrase,
    place: placeInWords(place),
  };
}

/** @throws secret-request-over where the place was changed meanwhile */
function kitOf({ secrets }: SetUpSession, place: StoragePlace): RecoveryKit {
  const { prepared } = secrets;
  if (!prepared) throw new HoldfastError('secret-request-over');
  const { masterKey, repositoryId } = prepared;
  return { words: masterToWords(masterKey), fingerprint: fingerprint(masterKey), ...place, repositoryId };
}
