import type { Entry } from '../model/entry.ts';
import { CommonKeys } from './common-keys.ts';
import { ContentBalance, contentKey, sameContent } from './content-balance.ts';
import type { DirectoryChange } from './directory-change.ts';
import { compareFiles, isOfKnownType, isRewritten, isStrange } from './file-change.ts';
import { extensionOf, pathIn } from './file-name.ts';
import { KindsOfFiles } from './kinds-of-files.ts';
import { NewFiles } from './new-files.ts';
import { pairNames } from './pair-names.ts';
import { isKnownExtension } from './ransom-names.ts';
import type { ObservedChanges } from './run-changes.ts';
import { Tally } from './tally.ts';
import { mostKinds } from './thresholds.ts';

/** Examples that are kept until it is known which files only moved. */
const mostCandidates = 200;

type Candidate = { readonly key: number; readonly path: string };

/**
 * Turns the changes of a run into figures, in bounded memory: about 40 MiB at most, whatever changed. Directories come
 * in any order, each at most once (a huge one in parts).
 */
export class ChangeObserver {
  readonly #tally: Tally;
  readonly #kinds = new KindsOfFiles();
  readonly #balance = new ContentBalance();
  readonly #newFiles = new NewFiles();
  readonly #extensions = new CommonKeys(mostKinds);
  readonly #vanished: Candidate[] = [];
  readonly #strange: Candidate[] = [];
  #lastFolder: string | undefined;
  #lastLossFolder: string | undefined;
  #came = 0;
  #went = 0;

  /** @param options.sources paths of the source folders, for figures of their own */
  constructor(options: { readonly sources?: readonly string[] } = {}) {
    this.#tally = new Tally(options.sources ?? []);
  }

  add({ path, before, after }: DirectoryChange): void {
    if (before !== undefined && path !== this.#lastFolder) this.#tally.add('folders');
    this.#lastFolder = path;
    const old = new Map((before ?? []).filter(isFile).map((entry) => [entry.name, entry]));
    const went: Entry[] = [];
    const came: Entry[] = [];
    for (const entry of after ?? []) {
      if (!isFile(entry)) continue;
      const former = old.get(entry.name);
      if (former === undefined) came.push(entry);
      else this.#stayed(path, former, entry);
      old.delete(entry.name);
    }
    for (const entry of before ?? []) {
      if (!isFile(entry)) continue;
      if (entry.size > 0) this.#kinds.count(this.#kinds.place(entry), 'had');
      if (old.has(entry.name)) went.push(entry);
    }
    this.#came += came.length;
    this.#went += went.length;
    this.#comings(path, before !== undefined, went, came);
  }

  /** @param totals of the whole set after the run */
  finish(totals: { readonly files: number; readonly bytes: number }): ObservedChanges {
    const tally = this.#tally;
    for (const [net, { kind, known, strange }] of this.#balance.unmatched())
      this.#unmatched(Math.abs(net), net > 0 ? 'went' : 'came', { kind, known, strange });
    for (const { key, path } of this.#vanished)
      if (this.#balance.net(key) > 0) tally.example('vanished', path);
    for (const { key, path } of this.#strange) if (this.#balance.net(key) < 0) tally.example('strange', path);
    const gone = this.#kinds.mostGone;
    const { note, same } = this.#newFiles;
    tally.set('files', totals.files);
    tally.set('bytes', totals.bytes);
    tally.set('filesBefore', Math.max(0, totals.files - this.#came + this.#went));
    tally.set('lostKinds', this.#kinds.lost);
    tally.set('vanished', this.#kinds.vanished);
    tally.set('wiped', this.#kinds.wiped.files);
    tally.set('wipedKinds', this.#kinds.wiped.kinds);
    tally.set('removedOfKind', gone.went);
    tally.set('hadOfKind', gone.had);
    tally.set('notes', note.folders);
    tally.set('sameNewFile', same.folders);
    for (const path of note.paths) tally.example('notes', path);
    const extension = this.#extensions.top?.key;
    return {
      figures: tally.figures,
      evidence: tally.evidence,
      sources: tally.sources,
      names: {
        ...(extension === undefined ? {} : { extension }),
        ...(note.folders > 0 ? { note: note.name } : same.folders > 1 ? { note: same.name } : {}),
        ...(gone.went > 0 ? { kind: gone.name } : {}),
      },
    };
  }

  #stayed(path: string, before: Entry, after: Entry): void {
    if (sameContent(before, after)) return;
    this.#changed(path, before, after);
    if (after.size > 0 && isRewritten(before, after)) this.#tally.file('rewritten', pathIn(path, after.name));
    if (after.size > 0 || before.size === 0) return;
    this.#tally.file('emptied', pathIn(path, after.name));
    this.#kinds.count(this.#kinds.place(before), 'went');
  }

  #changed(path: string, before: Entry, after: Entry): void {
    this.#tally.add('changed');
    this.#tally.add('changedBytes', after.size);
    const { lost, unnamed, noisier } = compareFiles(before, after);
    const shown = pathIn(path, after.name);
    if (unnamed) this.#tally.file('lostUnnamed', shown);
    if (noisier) this.#tally.file('noisier', shown);
    if (!lost) return;
    this.#tally.file('lost', shown);
    this.#kinds.count(this.#kinds.place(before), 'lost');
    if (path !== this.#lastLossFolder) this.#tally.add('lostFolders');
    this.#lastLossFolder = path;
  }

  #comings(path: string, existing: boolean, went: readonly Entry[], came: readonly Entry[]): void {
    const paired = new Set<Entry>();
    for (const [before, after] of pairNames(went, came)) {
      if (sameContent(before, after) || !this.#renamed(path, before, after)) continue;
      paired.add(before).add(after);
    }
    const known = went.filter((entry) => !paired.has(entry) && entry.size > 0 && isOfKnownType(entry)).length;
    const strange = came.filter((entry) => !paired.has(entry) && isStrange(entry)).length;
    this.#tally.add('recreated', Math.min(known, strange));
    for (const entry of went) if (!paired.has(entry)) this.#moving(path, entry, 'went');
    for (const entry of came) {
      if (paired.has(entry)) continue;
      this.#moving(path, entry, 'came');
      this.#newFiles.add(entry, pathIn(path, entry.name), existing);
    }
  }

  /** @returns whether it is a file that got another name and contents that no name promises */
  #renamed(path: string, before: Entry, after: Entry): boolean {
    const { lost, unnamed, noisier, sealed } = compareFiles(before, after);
    if (!lost && !unnamed && !noisier && !sealed) return false;
    this.#changed(path, before, after);
    this.#tally.file(sealed ? 'sealed' : 'renamed', pathIn(path, after.name));
    if (isKnownExtension(after.name)) this.#tally.file('knownExtension', pathIn(path, after.name));
    const extension = extensionOf(after.name);
    if (extension !== '') this.#extensions.add(extension);
    return true;
  }

  #moving(path: string, entry: Entry, side: 'went' | 'came'): void {
    if (entry.size === 0) return;
    const mark = { kind: this.#kinds.place(entry), ...markOf(entry, side) };
    const key = contentKey(entry);
    const result = key === undefined ? 'full' : this.#balance.add(key, side, mark);
    if (side === 'came' && result !== 'moved') this.#tally.add('addedBytes', entry.size);
    if (result === 'moved') this.#tally.add('moved');
    if (result === 'full') {
      this.#tally.add('unmatched');
      this.#unmatched(1, side, mark);
    }
    if (key === undefined || result !== 'kept') return;
    const candidates = side === 'went' ? this.#vanished : this.#strange;
    if ((side === 'went' ? mark.known : mark.strange) && candidates.length < mostCandidates)
      candidates.push({ key, path: pathIn(path, entry.name) });
  }

  #unmatched(
    times: number,
    side: 'went' | 'came',
    mark: { readonly kind: number; readonly known: boolean; readonly strange: boolean },
  ): void {
    if (side === 'went') {
      this.#tally.add('removed', times);
      this.#kinds.count(mark.kind, 'went', times);
      if (mark.known) this.#kinds.count(mark.kind, 'knownWent', times);
      return;
    }
    this.#tally.add('added', times);
    if (mark.known) this.#kinds.count(mark.kind, 'rightCame', times);
    else this.#tally.add('arrived', times);
    if (mark.strange) this.#tally.add('strange', times);
  }
}

function isFile({ type }: Entry): boolean {
  return type === 'file';
}

function markOf(entry: Entry, side: 'went' | 'came'): { readonly known: boolean; readonly strange: boolean } {
  if (side === 'went') return { known: isOfKnownType(entry), strange: false };
  // Nobody looked at what comes out of an old snapshot: its name is believed.
  return { known: isOfKnownType(entry), strange: isStrange(entry) };
}
