import { readFile } from 'node:fs/promises';
import { HoldfastError } from '../core/errors/holdfast-error.ts';
import type { SnapshotBody } from '../core/model/snapshot.ts';
import type { OwnerMap } from '../core/restore/map-owners.ts';
import type { Terminal } from './terminal.ts';
import { userName } from '../core/system/user-name.ts';

type Account = { readonly uid: number; readonly gid: number | undefined };

export type ChosenOwners = {
  readonly owners: OwnerMap | undefined;
  /** For people; undefined: nothing worth saying. */
  readonly note: string | undefined;
};

/**
 * Whom restored files belong to. Only root can give files away. Without a word from the person they keep their numbers where the
 * backup was made by a user of the same name, and else belong to whoever restores: numbers mean nobody in particular here.
 * @param rootOwner asked where the old user is given by name: what the backed-up folders belong to
 * @throws usage
 */
export async function ownersFromFlags(
  flags: { readonly mapUser?: readonly string[]; readonly keepOwners?: boolean },
  body: Pick<SnapshotBody, 'user'>,
  terminal: Terminal,
  rootOwner: () => Promise<Required<Account>>,
): Promise<ChosenOwners> {
  const isRoot = process.geteuid?.() === 0;
  const asked = flags.mapUser ?? [];
  if (asked.length > 0 && !isRoot)
    throw new HoldfastError('usage', { reason: 'Only root can give files to other users (--map-user)' });
  if (asked.length > 0) return { owners: await mapOf(asked, body, rootOwner), note: undefined };
  if (!isRoot || flags.keepOwners || body.user === userName()) return { owners: undefined, note: undefined };
  const mine = sudoer(terminal) ?? { uid: 0, gid: 0 };
  return {
    owners: { users: new Map(), groups: new Map(), others: mine },
    note: `This was backed up by user "${body.user}" of another computer, so all files will belong to ${mine.uid === 0 ? 'root' : `user ${mine.uid}`} here. --keep-owners keeps their numbers, --map-user says who is who.`,
  };
}

function sudoer({ environment }: Terminal): { uid: number; gid: number } | undefined {
  const [uid, gid] = ['SUDO_UID', 'SUDO_GID'].map((name) => Number(environment[name] || Number.NaN));
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid: uid ?? 0, gid: gid ?? 0 } : undefined;
}

async function mapOf(
  asked: readonly string[],
  body: Pick<SnapshotBody, 'user'>,
  rootOwner: () => Promise<Required<Account>>,
): Promise<OwnerMap> {
  const users = new Map<number, number>();
  const groups = new Map<number, number>();
  for (const pair of asked) {
    const [left = '', right = '', ...rest] = pair.split('=');
    if (left === '' || right === '' || rest.length > 0)
      throw new HoldfastError('usage', { reason: `--map-user is OLD=NEW, like 1000=ada, not "${pair}"` });
    const old = numbered(left) ?? (await oldByName(left, body, rootOwner));
    const now = numbered(right) ?? (await localAccount(right));
    users.set(old.uid, now.uid);
    if (old.gid !== undefined && now.gid !== undefined) groups.set(old.gid, now.gid);
  }
  return { users, groups, others: 'keep' };
}

/** "1000" or "1000:1000" */
function numbered(text: string): Account | undefined {
  const [, uid, gid] = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(text) ?? [];
  return uid === undefined
    ? undefined
    : { uid: Number(uid), gid: gid === undefined ? undefined : Number(gid) };
}

async function oldByName(
  name: string,
  body: Pick<SnapshotBody, 'user'>,
  rootOwner: () => Promise<Required<Account>>,
): Promise<Account> {
  if (name === 'root') return { uid: 0, gid: 0 };
  if (name !== body.user)
    throw new HoldfastError('usage', {
      reason: `The snapshot keeps users as numbers, and only knows that "${body.user}" made it; give the number of "${name}"`,
    });
  return await rootOwner();
}

async function localAccount(name: string): Promise<Account> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const line = text.split('\n').find((one) => one.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined)
    throw new HoldfastError('usage', {
      reason: `There is no user "${name}" on this computer; give a number`,
    });
  return { uid: Number(uid), gid: Number(gid) };
}
