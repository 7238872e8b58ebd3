/**
 * Figures of a run against the snapshot before it. They go into SnapshotBody.changes, so a name keeps its meaning for
 * ever; new ones come at the end. Empty files count in `files` only.
 */
export const figureNames = [
  /** Files and bytes of the whole set after the run, and files before it. */
  'files',
  'bytes',
  'filesBefore',
  /** Files that came, went (their contents are nowhere else), moved or were renamed unchanged, and whose contents changed. */
  'added',
  'removed',
  'moved',
  'changed',
  /** Bytes of `changed` and `added`. */
  'changedBytes',
  'addedBytes',
  /** Files that are no longer what their names promise, though they were: contents of a known type became something else. */
  'lost',
  /** Of those: kinds (extensions) with two or more, and folders. */
  'lostKinds',
  'lostFolders',
  /** Files of a known type, by their first bytes, that became unknown; their names promise nothing. */
  'lostUnnamed',
  /** Orderly contents that became noise under the same or an appended name. */
  'noisier',
  /** Names with something appended or their extension replaced, contents changed into what no name promises. */
  'renamed',
  /** As `renamed`, into what a known tool seals files as (GnuPG, age, OpenSSL). */
  'sealed',
  /** Personal files that hardly ever change and were changed: written-once kinds, and what nobody touched for long. */
  'rewritten',
  /** Files of a known type that went, net of those of the same kind that came. */
  'vanished',
  /** Files that came and are not known to be what their names promise. */
  'arrived',
  /** Files that came and are not what their names promise, or are unknown and noisy. */
  'strange',
  /** Files of a known type that went from a folder to which as many strange ones came, added up over folders. */
  'recreated',
  /** Files that became empty. */
  'emptied',
  /** The kind (extension) of which most went: how many, and how many the folders that changed had had. */
  'removedOfKind',
  'hadOfKind',
  /** Personal files that went or became empty, of kinds of which next to none are left where they were; those kinds. */
  'wiped',
  'wipedKinds',
  /** Folders that got the same new file, named like a ransom note; and the same for names that say nothing. */
  'notes',
  'sameNewFile',
  /** Of `renamed`: those whose new extension is on the list of known ones. */
  'knownExtension',
  /** Folders that were there before and changed. */
  'folders',
  /** Moves that could not be told from additions and removals, for want of memory. */
  'unmatched',
] as const;

export type FigureName = (typeof figureNames)[number];

export type Figures = Readonly<Record<string, number>>;

/** What a run did to the files, in figures, with examples. Plain data. */
export type ObservedChanges = {
  /** By FigureName; goes into SnapshotBody.changes. */
  readonly figures: Figures;
  /** Up to 20 paths for a figure, as people read them. */
  readonly evidence: Readonly<Partial<Record<FigureName, readonly string[]>>>;
  /** The figures that a source folder has of its own; only those above 0. */
  readonly sources: Readonly<Record<string, Figures>>;
  /** Names that make words clearer: the extension that was appended most, the note, the kind that went. */
  readonly names: { readonly extension?: string; readonly note?: string; readonly kind?: string };
};

/** An earlier complete snapshot. */
export type PastRun = {
  /** When it was uploaded, in ms since 1970. */
  readonly at: number;
  /** Its SnapshotBody.changes. */
  readonly figures: Figures | undefined;
  readonly files: number;
  readonly bytes: number;
};
