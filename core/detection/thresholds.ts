/**
 * Every number of the detection. "Rates" below means: chosen by the rates that test/detection measures (docs/detection.md),
 * starting from what other products publish. Files are files of the set before the run, unless said otherwise.
 */

/** Noise (0 to 15) from which text is none: an encoded picture in a text reaches 0 to 1, every fourth block encrypted 4. */
export const noisyForText = 4;
/** Noise up to which contents are orderly, and the rise that makes them noise. Half of the blocks encrypted rise by 7. */
export const orderlyNoise = 3;
export const noiseRise = 4;
/** Noise from which new contents of no known type are strange: caches of programs lie below as often as above. */
export const strangeNoise = 4;
/** Shorter files show neither noise nor type. */
export const leastBytesToLook = 64;

/** A personal file that nobody changed for so long is not expected to change. */
export const longUntouchedMs = 30 * 86_400_000;

/** Memory of the observer: 1,048,576 files on the move take 32 MiB. */
export const mostMovesRemembered = 1 << 20;
export const mostKinds = 1_000;
export const mostNoteNames = 500;
export const mostExamples = 20;
export const mostSources = 100;
/** Bytes of a ransom note. */
export const mostNoteBytes = 1 << 20;

/** A share of the files, within bounds, and never more than a quarter of a small set. */
export type Share = { readonly part: number; readonly least: number; readonly most: number };

/**
 * Files that lost their type or became noise in one run. Other products: 100 files or 20 % of the changed ones (Druva);
 * ordinary life shows 0 or 1, so it can be less. Rates.
 */
export const lostInOneRun: Share = { part: 0.01, least: 8, most: 100 };
/** The same over the window. At 1 % a day it is reached on the third day. Rates. */
export const lostInWindow: Share = { part: 0.02, least: 6, most: 300 };
/** The window: this many days, and never fewer runs. */
export const windowDays = 14;
export const windowRuns = 10;
/** Times the losses that the runs before the window had are to be expected in it. */
export const overBaseline = 3;
/** Days of the window with losses of at least this many files, from which it is steady. */
export const steadyDays = 4;
export const steadyLoss: Share = { part: 0.002, least: 1, most: 20 };
/** All losses in one folder are a tool that someone used there, unless that is so much of the set. */
export const oneFolderShare = 0.2;
/** Files that sealing tools wrote (GnuPG, age) count as lost from this share on: nobody seals a twentieth of a set by hand. */
export const sealedCounts: Share = { part: 0.05, least: 50, most: 1_000 };
/** Kinds of files with two or more losses: one program's doing touches one or two kinds. */
export const kindsLost = 4;
/** Names with something appended. Veeam: 200 in a folder; proposals of 50 and 10 %. Halved for known extensions. Rates. */
export const renamedInOneRun: Share = { part: 0.02, least: 8, most: 50 };
/** Folders with the same note. */
export const noteFolders = 3;
/** The same for a name that says nothing: so many folders, and that share of the folders that changed. */
export const sameFileFolders = 10;
export const sameFileShare = 0.3;
/** Files replaced by as many strange ones. Rates. */
export const replacedInOneRun: Share = { part: 0.02, least: 8, most: 100 };
/** Between a half and twice as many must have come as went. */
export const replacedRatio = 2;
/** Of what came, this share is strange. */
export const strangeShare = 0.6;
/** Written-once or long untouched files that changed. Rates. */
export const rewrittenInOneRun: Share = { part: 0.03, least: 8, most: 200 };
/** Deletion: Veeam has 100 files of a kind and half of that kind. */
export const removedOfOneKind: Share = { part: 0.02, least: 20, most: 100 };
export const removedKindShare = 0.5;
export const removedOfAll: Share = { part: 0.1, least: 20, most: 10_000 };
/**
 * Personal files that went from folders which lost most of them; kinds with three or more; what part of a kind is most.
 * The part is small because on a developer's disk personal files may be two in a hundred.
 */
export const wipedInOneRun: Share = { part: 0.01, least: 20, most: 10_000 };
export const wipedKinds = 4;
export const wipedOfKind = 3;
export const wipedPart = 0.8;
/** From this share of all files on, deletion is a strong signal: moving finished work away came to 43 %. Rates. */
export const strongDeletionShare = 0.5;
/** Volume: runs that make a history, standard deviations above it, and the share of the set without one (ux research). */
export const historyRuns = 20;
export const volumeDeviations = 3;
export const volumeWithHistory: Share = { part: 0.05, least: 100, most: 1_000_000 };
export const volumeShare = 0.4;
export const leastVolume = 20;

/** "It was me" raises a threshold above what was seen by 5 % (Veeam's step), up to 90 % of all files. */
export const toleranceStep = 1.05;
export const mostTolerated = 0.9;

/** Score from which a run is unusual, and the weight that two strong signals need together for an alarm. */
export const unusualScore = 2;
export const alarmWeight = 3;
