import { because } from '../model/reasons.ts';
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  ftruncateSync,
  lchownSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { BytePath } from '../model/entry.ts';
import { joinPath, toFsPath, toText } from '../source/byte-path.ts';
import { attributeCalls } from '../system/attribute-calls.ts';
import { freeName } from './entry-name.ts';
import type { NativeCalls } from './native-calls.ts';
import { PlanPaths } from './plan-paths.ts';
import {
  itemStates,
  itemTypes,
  noIndex,
  readText,
  type MetadataColumns,
  type RestorePlan,
} from './restore-plan.ts';
import { writtenRuns } from './sparse-runs.ts';

/** Who runs this: only root may give files away. */
export type Account = { readonly uid: number; readonly gid: number };

/**
 * A file carries this mode from its creation until its last change, the mode of its own: so a later run tells
 * a file that was interrupted from one that somebody changed. Nobody else's files are write-only.
 */
export const unfinishedMode = 0o200;

/** O_EXCL and O_NOFOLLOW: nothing that stands there is opened, nor what a link points to. */
const createNew = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
const openMade = constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);

const maxAttempts = 1000;

/** Metadata that could not be set; the contents are right. */
export type Shortfall = (row: number, reason: string) => void;

/** The name an item got instead of its own. */
export type Renamed = (row: number, name: BytePath) => void;

/** Puts single items of a plan on the disk, with synchronous calls. Throws the file system's errors. */
export class ItemPlacer {
  readonly #plan: RestorePlan;
  readonly #paths: PlanPaths;
  readonly #native: NativeCalls;
  readonly #account: Account;
  readonly #shortfall: Shortfall;
  readonly #renamed: Renamed;

  constructor(
    plan: RestorePlan,
    native: NativeCalls,
    account: Account,
    events: { readonly shortfall: Shortfall; readonly renamed: Renamed },
  ) {
    this.#plan = plan;
    this.#paths = new PlanPaths(plan);
    this.#native = native;
    this.#account = account;
    this.#shortfall = events.shortfall;
    this.#renamed = events.renamed;
  }

  /** A file in one go; `bytes[start, end)` is all of it. */
  placeFile(row: number, bytes: Uint8Array, start: number, end: number): void {
    const { path, made: fd } = this.#make(row, (place) =>
      openSync(toFsPath(place), createNew, unfinishedMode),
    );
    try {
      this.#write(row, fd, bytes, start, end, 0);
      this.#finish(row, fd, path);
    } catch (error) {
      rmSync(toFsPath(path), { force: true });
      throw error;
    } finally {
      closeSync(fd);
    }
  }

  /** Makes a file whose pieces arrive one by one, in any order. `finishFile` ends it. */
  beginFile(row: number): void {
    const { made: fd } = this.#make(row, (place) => openSync(toFsPath(place), createNew, unfinishedMode));
    try {
      ftruncateSync(fd, this.#plan.items.size[row]);
    } finally {
      closeSync(fd);
    }
  }

  /** A descriptor for the pieces of a file that was begun; the caller closes it. */
  openBegun(row: number): number {
    const fd = openSync(toFsPath(this.#begunPath(row)), openMade);
    if ((fstatSync(fd).mode & 0o7777) === unfinishedMode) return fd;
    closeSync(fd);
    throw Object.assign(new Error('somebody put another file in its place'), { code: 'EEXIST' });
  }

  /** A further name of a file that is complete, at `first`. */
  placeLink(row: number, first: BytePath): void {
    const { path } = this.#make(row, (place) => linkSync(toFsPath(first), toFsPath(place)));
    this.#moveOver(row, path);
  }

  /** Takes away a file that was begun and of which nothing could be read. */
  discard(row: number): void {
    rmSync(toFsPath(this.#begunPath(row)), { force: true });
  }

  writePiece(
    row: number,
    fd: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    fileOffset: number,
  ): void {
    this.#write(row, fd, bytes, start, end, fileOffset);
  }

  finishFile(row: number): void {
    const path = this.#begunPath(row);
    const fd = this.openBegun(row);
    try {
      this.#finish(row, fd, path);
    } finally {
      closeSync(fd);
    }
  }

  /** Gives a file that cannot be completed a name that says so; its path. */
  setAside(row: number): BytePath {
    const path = this.#begunPath(row);
    const directory = this.#paths.directory(this.#plan.items.directory[row] ?? 0);
    const name = `${this.#paths.itemName(row).slice(0, 240)}.incomplete`;
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const place = joinPath(directory, attempt === 0 ? name : freeName(name, attempt));
      try {
        closeSync(openSync(toFsPath(place), createNew, unfinishedMode));
      } catch (error) {
        if (isTaken(error)) continue;
        throw error;
      }
      renameSync(toFsPath(path), toFsPath(place));
      chmodSync(toFsPath(place), 0o600);
      return place;
    }
    return path;
  }

  /** A symlink, FIFO, socket or device. */
  placeSpecial(row: number): void {
    const { items } = this.#plan;
    const type = itemTypes[items.type[row] ?? 0];
    const special = items.special[row] ?? 0;
    const { path } = this.#make(row, (place) => {
      if (type === 'symlink') symlinkSync(toFsPath(readText(this.#plan, special)), toFsPath(place));
      else this.#native.makeNode(place, nodeTypes[type as keyof typeof nodeTypes], special);
    });
    const columns = items.metadata;
    this.#try(row, 'owner', () => {
      if (this.#mayGive) lchownSync(toFsPath(path), columns.uid[row] ?? 0, columns.gid[row] ?? 0);
    });
    if (type !== 'symlink') this.#try(row, 'mode', () => chmodSync(toFsPath(path), this.#mode(columns, row)));
    this.#try(row, 'time', () => this.#native.setTimeOfPath(path, timeOf(columns, row)));
    this.#moveOver(row, path);
  }

  /**
   * Owner, extended attributes, mode and time of a directory that is complete. What is refused keeps nothing else from
   * being set.
   * @param shortfall told of each that could not be set
   */
  finishDirectory(row: number, shortfall: (reason: string) => void): void {
    const columns = this.#plan.directories.metadata;
    const path = this.#paths.directory(row);
    attempt('owner', shortfall, () => {
      if (this.#mayGive) lchownSync(toFsPath(path), columns.uid[row] ?? 0, columns.gid[row] ?? 0);
    });
    for (const [name, value] of this.#xattrs(columns, row))
      attempt({ attribute: name }, shortfall, () =>
        attributeCalls.setAttributeSync(toText(path), name, value),
      );
    attempt('mode', shortfall, () => chmodSync(toFsPath(path), this.#mode(columns, row)));
    attempt('time', shortfall, () => this.#native.setTimeOfPath(path, timeOf(columns, row)));
  }

  get #mayGive(): boolean {
    return this.#account.uid === 0;
  }

  /** Creates under its own name or, where that is taken, a free one; to replace, beside what will be replaced. */
  #make<T>(row: number, make: (path: BytePath) => T): { readonly path: BytePath; readonly made: T } {
    const directory = this.#paths.directory(this.#plan.items.directory[row] ?? 0);
    const name = this.#paths.itemName(row);
    const replaces = this.#plan.items.state[row] === itemStates.replace;
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const chosen = replaces ? besideName(row) : attempt === 0 ? name : freeName(name, attempt);
      const path = joinPath(directory, chosen);
      try {
        const made = make(path);
        if (!replaces && attempt > 0) this.#renamed(row, chosen);
        return { path, made };
      } catch (error) {
        if (!isTaken(error) || (replaces && attempt > 0)) throw error;
        // What an interrupted run left beside a file that it was to replace.
        if (replaces) unlinkSync(toFsPath(path));
      }
    }
    throw Object.assign(new Error('no free name'), { code: 'EEXIST' });
  }

  #begunPath(row: number): BytePath {
    if (this.#plan.items.state[row] !== itemStates.replace) return this.#paths.item(row);
    const directory = this.#paths.directory(this.#plan.items.directory[row] ?? 0);
    return joinPath(directory, besideName(row));
  }

  #write(row: number, fd: number, bytes: Uint8Array, start: number, end: number, fileOffset: number): void {
    if (this.#plan.items.sparse[row] === 1) {
      for (const [from, to] of writtenRuns(bytes, start, end, fileOffset))
        writeAll(fd, bytes, from, to, fileOffset + from - start);
      if (fileOffset === 0) ftruncateSync(fd, this.#plan.items.size[row]);
    } else writeAll(fd, bytes, start, end, fileOffset);
  }

  #finish(row: number, fd: number, path: BytePath): void {
    const columns = this.#plan.items.metadata;
    const uid = columns.uid[row] ?? 0;
    const gid = columns.gid[row] ?? 0;
    // New files belong to this process already, so files of root need no call when root restores.
    if (this.#mayGive && (uid !== this.#account.uid || gid !== this.#account.gid))
      this.#try(row, 'owner', () => fchownSync(fd, uid, gid));
    if (columns.xattrs[row] !== noIndex)
      for (const [name, value] of this.#xattrs(columns, row))
        this.#try(row, { attribute: name }, () => attributeCalls.setAttributeSync(toText(path), name, value));
    this.#try(row, 'time', () => this.#native.setTime(fd, timeOf(columns, row)));
    this.#moveOver(row, path);
    this.#try(row, 'mode', () => fchmodSync(fd, this.#mode(columns, row)));
  }

  #moveOver(row: number, path: BytePath): void {
    if (this.#plan.items.state[row] === itemStates.replace)
      renameSync(toFsPath(path), toFsPath(this.#paths.item(row)));
  }

  /** Set-user-id bits only where the owner comes back too. */
  #mode(columns: MetadataColumns, row: number): number {
    const mode = columns.mode[row] ?? 0;
    const own = columns.uid[row] === this.#account.uid && columns.gid[row] === this.#account.gid;
    return this.#mayGive || own ? mode : mode & ~0o6000;
  }

  #xattrs(columns: MetadataColumns, row: number): readonly (readonly [string, Uint8Array])[] {
    const offset = columns.xattrs[row] ?? noIndex;
    if (offset === noIndex) return [];
    const text = Buffer.from(readText(this.#plan, offset), 'latin1').toString('utf8');
    const pairs = JSON.parse(text) as readonly (readonly [string, string])[];
    return pairs.map(([name, value]) => [name, Buffer.from(value, 'base64')]);
  }

  #try(row: number, what: Given, set: () => void): void {
    attempt(what, (reason) => this.#shortfall(row, reason), set);
  }
}

type Given = 'owner' | 'mode' | 'time' | { readonly attribute: string };

function attempt(what: Given, shortfall: (reason: string) => void, set: () => void): void {
  try {
    set();
  } catch (error) {
    const detail = errorCode(error);
    shortfall(
      typeof what === 'string'
        ? because(`reason-no-${what}`, { detail })
        : because('reason-no-attribute', { name: what.attribute, detail }),
    );
  }
}

const nodeTypes = {
  fifo: constants.S_IFIFO,
  socket: constants.S_IFSOCK,
  'character-device': constants.S_IFCHR,
  'block-device': constants.S_IFBLK,
} as const;

function timeOf(
  columns: MetadataColumns,
  row: number,
): { readonly seconds: number; readonly nanoseconds: number } {
  return { seconds: columns.seconds[row] ?? 0, nanoseconds: columns.nanoseconds[row] ?? 0 };
}

/** Where a file is written before it replaces another. */
function besideName(row: number): BytePath {
  return `.holdfast-restoring-${row}`;
}

function writeAll(fd: number, bytes: Uint8Array, start: number, end: number, fileOffset: number): void {
  for (let at = start; at < end;) at += writeSync(fd, bytes, at, end - at, fileOffset + at - start);
}

function isTaken(error: unknown): boolean {
  return errorCode(error) === 'EEXIST';
}

export function errorCode(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return code ?? (error instanceof Error ? error.message : String(error));
}
