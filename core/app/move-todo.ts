import type { MoveFacts, Unknown } from './move-facts.ts';
import { placeInWords } from './storage-place.ts';
import { countOf, dateInWords, timeInWords, untilInWords } from './words-for-people.ts';

/**
 * `done`, `open`; `alarm`: open, and somebody may use it; `unknown`: could not be found out now; `yours`: nobody but the person
 * can know.
 */
export type TodoState = 'done' | 'open' | 'alarm' | 'unknown' | 'yours';

export type Todo = { readonly what: string; readonly state: TodoState; readonly words: string };

/** What is left to do after a move, in the order in which it should be done. */
export function moveTodo(facts: MoveFacts): readonly Todo[] {
  return [oldKey(facts), storedKey(facts), oldLocks(facts), kit(facts), firstBackup(facts), login];
}

const isUnknown = (value: object | string): value is Unknown =>
  typeof value === 'object' && 'unknown' in value;

function oldKey({ oldKey: key }: MoveFacts): Todo {
  const what = 'old-key';
  if (key === 'dead')
    return {
      what,
      state: 'done',
      words: 'The old storage key is dead: the provider does not take it any more.',
    };
  if (key === 'alive')
    return {
      what,
      state: 'alarm',
      words:
        "The old storage key still works. Whoever has it can hide, fill the bucket and lengthen locks at your cost. Delete it on the provider's page, now.",
    };
  if (key === 'not-here')
    return {
      what,
      state: 'yours',
      words:
        "The key with which the old backups were made was never kept here, so it cannot be tried. See on the provider's page that it is deleted.",
    };
  return {
    what,
    state: 'unknown',
    words: `Whether the old storage key still works is not known: ${key.unknown}`,
  };
}

const howToReplace =
  'Make a renewal key (`holdfast keys create --role renewal` on B2, or the policy that `holdfast keys policy --role renewal` prints) and store it with `holdfast keys replace`: without one the locks of the old backups run out.';

function storedKey({ storedKey: stored, isReplaced }: MoveFacts): Todo {
  const what = 'renewal-key';
  const open = (words: string): Todo => ({ what, state: 'open', words: `${words} ${howToReplace}` });
  if (stored === 'dead') return open('The storage key that is kept here is dead.');
  if ('unknown' in stored)
    return {
      what,
      state: 'unknown',
      words: `What the key may that is kept here is not known: ${stored.unknown}`,
    };
  if (stored.mayUpload)
    return open(
      isReplaced
        ? 'The key that is kept here now may also upload and hide, which nothing here needs.'
        : 'This home still keeps the old storage key.',
    );
  if (!stored.mayLengthen) return open('The key that is kept here may only read.');
  return {
    what,
    state: 'done',
    words: 'The key that is kept here looks after the old locks and can do no more.',
  };
}

function oldLocks({ old, now }: MoveFacts): Todo {
  const what = 'old-backups';
  if (isUnknown(old))
    return {
      what,
      state: 'unknown',
      words: `Until when the old backups are locked is not known: ${old.unknown}`,
    };
  const { newest, snapshots } = old;
  if (!newest) return { what, state: 'done', words: 'The old repository holds no backup.' };
  const which = `The old repository holds ${countOf(snapshots, 'backup')}, the last whole one of ${timeInWords(newest.uploadedAt)}`;
  if (newest.lockedUntil <= now)
    return {
      what,
      state: 'alarm',
      words: `${which}, and locks of it have ended. Run \`holdfast locks renew\` here now, with a renewal key.`,
    };
  return {
    what,
    state: 'done',
    words: `${which}, locked until ${untilInWords(newest.lockedUntil, now)}. Go on with \`holdfast locks renew\` here for as long as you want to keep them, or let them go by doing nothing.`,
  };
}

function firstBackup({ new: fresh, ended }: MoveFacts): Todo {
  const what = 'first-backup';
  if (isUnknown(fresh))
    return {
      what,
      state: 'unknown',
      words: `Whether there is a backup in ${placeInWords(ended)} is not known: ${fresh.unknown}`,
    };
  if (fresh.newestAt === null)
    return {
      what,
      state: 'open',
      words: `There is no backup in the new repository yet: \`holdfast --home ${ended.home} backup PATH\`, once the files here are the right ones.`,
    };
  return {
    what,
    state: 'done',
    words: `The new repository holds ${countOf(fresh.snapshots, 'backup')}, the last of ${dateInWords(fresh.newestAt)}.`,
  };
}

function kit({ kitConfirmed, ended }: MoveFacts): Todo {
  const what = 'kit';
  if (kitConfirmed)
    return {
      what,
      state: 'done',
      words: 'The new recovery kit is confirmed. Keep the old one as well: it opens the old backups.',
    };
  return {
    what,
    state: kitConfirmed === undefined ? 'yours' : 'open',
    words: `Print the new recovery kit (\`holdfast --home ${ended.home} kit FILE\` writes it again) and type back words of it (\`kit confirm\` there). Keep the old kit as well: it opens the old backups. Write on each what it is for.`,
  };
}

const login: Todo = {
  what: 'login',
  state: 'yours',
  words:
    'At the provider: change the password of the account, see that its second factor is yours alone, look through the list of keys and delete what you do not know, and set alerts for spending.',
};
