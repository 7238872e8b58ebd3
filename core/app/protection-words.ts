import type { LockState, Notice } from '../locks/lock-state.ts';
import type { Instant } from '../model/object.ts';
import type { Said } from '../model/said.ts';
import { countOf, dateInWords, untilInWords } from './words-for-people.ts';

/**
 * What the proofs say (design 4). `unproven`: none is valid, so nobody knows whether this store keeps what it promises;
 * `disproved`: it was seen to let something through.
 */
export type Proven = 'proven' | 'unproven' | 'disproved';

/** Of a storage that a proof saw let go what is locked. */
export const notProtected =
  'Not protected: in the last proof the storage let through what a lock must refuse.';

const howToProve = 'run `holdfast locks prove`';

/** What a backup says first. @param what the files that it holds */
export function backupWords(until: Instant, now: Instant, proven: Proven, what: string): string {
  if (proven === 'disproved')
    return `${notProtected} Stored, with a lock until ${untilInWords(until, now)}: ${what}.`;
  return proven === 'proven'
    ? `Protected until ${untilInWords(until, now)}: ${what}.`
    : `Locked until ${untilInWords(until, now)}, not proven yet (${howToProve}): ${what}.`;
}

export type ProtectionInWords = {
  readonly snapshots: number;
  /** Over all that kept snapshots need; 0: something has no confirmed lock. */
  readonly least: Instant;
  readonly now: Instant;
  readonly state: LockState;
  /** Needed versions under a marker or other bytes, as the last audit saw. */
  readonly hiddenNeeded: number;
  readonly proven: Proven;
};

/** What a falling margin is worth saying, the mildest first. */
export function noticeWords(notice: Notice, least: Instant, now: Instant): string {
  const ends =
    least > now ? `The first locks end on ${untilInWords(least, now)}` : 'The first locks have ended';
  const todo = 'run `holdfast locks renew`, or make a backup: both lengthen all locks';
  if (notice === 'early') return `${ends}. When it suits you, ${todo}.`;
  if (notice === 'urgent') return `${ends}. Please ${todo}.`;
  return least > now
    ? `${ends}. Now is the time: ${todo}.`
    : `${ends}. What is still there can be locked again: ${todo}.`;
}

/** The same for any language, without what to do on the command line. */
export const noticeSaid = (notice: Notice, least: Instant, now: Instant): Said =>
  least > now ? { code: `event-locks-${notice}`, on: { day: least } } : { code: 'event-locks-ended' };

/** The one sentence about a whole backup set, with what to do where something is to be done. */
export function protectionWords(protection: ProtectionInWords): string {
  const { snapshots, least, now, state, hiddenNeeded, proven } = protection;
  if (snapshots === 0) return 'Nothing is backed up yet. `holdfast backup PATH` makes the first snapshot.';
  if (proven === 'disproved')
    return `${notProtected} \`holdfast locks prove\` tries again; if it stays so, use another provider.`;
  const until = untilInWords(least, now);
  const end = proven === 'unproven' ? ` The locks are not proven yet: ${howToProve}.` : '';
  switch (state) {
    case 'protected':
      return proven === 'proven'
        ? `Everything is protected until ${until}.`
        : `Everything is locked until ${until}, not proven yet: ${howToProve}.`;
    case 'thinning':
      return `Thinning: everything is locked until ${until}, which is less than usual. Run \`holdfast locks renew\`.${end}`;
    case 'at-risk':
      return hiddenNeeded > 0
        ? `At risk: ${countOf(hiddenNeeded, 'object')} that backups need ${hiddenNeeded === 1 ? 'was' : 'were'} hidden or stored over, and Holdfast never does that. Everything can still be read and is locked until ${until}. Replace the storage key, and go on with \`holdfast locks renew\`.${end}`
        : `At risk: the first locks end on ${until}. Run \`holdfast locks renew\` now.${end}`;
    case 'lapsed':
      return least > 0
        ? `Lapsed: locks have ended since ${dateInWords(least)}, so whoever may delete can delete. What is still there can be locked again: run \`holdfast locks renew\` now.${end}`
        : `Lapsed: something that backups need has no confirmed lock. Run \`holdfast locks renew\` now; \`holdfast check\` says what is missing.${end}`;
  }
}

const glyphs: Readonly<Record<LockState, string>> = {
  protected: '●',
  thinning: '◐',
  'at-risk': '▲',
  lapsed: '✕',
};

/** Shape of a state, as everywhere in Holdfast. Unproven locks never get the shape of protection. */
export function stateGlyph(state: LockState, proven: Proven): string {
  if (proven === 'disproved') return '✕';
  return state === 'protected' && proven === 'unproven' ? '○' : glyphs[state];
}
