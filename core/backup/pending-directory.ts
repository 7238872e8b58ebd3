import type { BytePath, Entry } from '../model/entry.ts';
import { kindOf } from '../source/byte-path.ts';
import { Listing, type ListedStat } from '../source/listing.ts';
import { NeededPacks } from './needed-packs.ts';

/** A changed directory between its scan and the moment when all its files and children are stored. */
export class PendingDirectory {
  readonly path: BytePath;
  /** The path of an entry. */
  readonly pathOf: (name: BytePath) => BytePath;
  readonly listing: Listing;
  /** By index of the listing; undefined: not stored yet, or skipped. */
  readonly entries: (Entry | undefined)[];
  /** That its own node and its files' contents are in. */
  readonly packs = new NeededPacks();
  /** That its unchanged children need. */
  readonly below = new NeededPacks();
  /** Files and child directories that are still awaited, and 1 while it is being set up. */
  waiting = 1;
  /** False where something is missing from it, so that it is looked at again next time. */
  remember: boolean;
  /** How it was, by name, as the scan found it in the catalog. */
  before: ReadonlyMap<BytePath, Entry> | undefined;
  /** Where its node's id goes. */
  parent: { readonly directory: PendingDirectory; readonly index: number } | undefined;
  constructor(path: BytePath, pathOf: (name: BytePath) => BytePath, listing: Uint8Array, remember: boolean) {
    this.path = path;
    this.pathOf = pathOf;
    this.listing = new Listing(listing);
    this.entries = this.listing.names.map(() => undefined);
    this.remember = remember;
  }
}

/** What a stat says of an entry, without its contents. */
export function entryOf(name: BytePath, stat: ListedStat, device: bigint): Entry {
  const kind = kindOf(stat.mode);
  return {
    name,
    type: kind === 'other' ? 'file' : kind,
    mode: stat.mode & 0o7777,
    uid: stat.uid,
    gid: stat.gid,
    mtimeNs: String(stat.mtimeNs),
    size: 0,
    ...(kind !== 'directory' && stat.links > 1 ? { link: `${device}:${stat.inode}` } : {}),
    ...(kind.endsWith('-device') ? { device: stat.rdev } : {}),
  };
}
