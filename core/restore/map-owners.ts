import type { Entry } from '../model/entry.ts';

type Owner = Pick<Entry, 'uid' | 'gid' | 'mode'>;

/** Whom files belong to on a computer whose users are others. */
export type OwnerMap = {
  readonly users: ReadonlyMap<number, number>;
  readonly groups: ReadonlyMap<number, number>;
  /** Of users and groups that are not named: their numbers as they were, or these. */
  readonly others: 'keep' | { readonly uid: number; readonly gid: number };
};

/** Set-user-id bits only go where the owner stays the same: they would let everybody act as the new one. */
const setIds = 0o6000;

/** The entry with its new owner. */
export function withMappedOwner<T extends Owner>(entry: T, map: OwnerMap): T {
  const { users, groups, others } = map;
  const uid = users.get(entry.uid) ?? (others === 'keep' ? entry.uid : others.uid);
  const gid = groups.get(entry.gid) ?? (others === 'keep' ? entry.gid : others.gid);
  if (uid === entry.uid && gid === entry.gid) return entry;
  return { ...entry, uid, gid, mode: entry.mode & ~setIds };
}
