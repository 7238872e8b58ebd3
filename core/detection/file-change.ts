import type { Entry } from '../model/entry.ts';
import { isPersonal, isWrittenOnce, looksRight, promisesType } from './expected-looks.ts';
import { familyName, noiseIn } from './look.ts';
import { leastBytesToLook, longUntouchedMs, noiseRise, orderlyNoise, strangeNoise } from './thresholds.ts';

/** What became of one file's contents. */
export type FileChange = {
  /** No longer what its name promises. */
  readonly lost: boolean;
  /** Its name promises nothing; its first bytes named a type and do no more. */
  readonly unnamed: boolean;
  readonly noisier: boolean;
  /** What a known tool seals files as, under a name that says so. */
  readonly sealed: boolean;
};

const nothing: FileChange = { lost: false, unnamed: false, noisier: false, sealed: false };

/** @param before, after the same file, under the same or another name, with different contents */
export function compareFiles(before: Entry, after: Entry): FileChange {
  if (after.look === undefined || after.size === 0 || before.size === 0) return nothing;
  const renamed = before.name !== after.name;
  const rightNow = renamed && looksRight(after.name, after.look) === 'right';
  const sealed = rightNow && familyName(after.look) === 'sealed' && !isSealed(before);
  if (rightNow) return { ...nothing, sealed };
  const promised = promisesType(before.name);
  const lost = promised && wasRight(before) && looksRight(before.name, after.look) === 'wrong';
  const unnamed = !promised && hadType(before) && familyName(after.look) === 'unknown';
  return { lost, unnamed, noisier: becameNoise(before, after.look), sealed };
}

/** Nobody looked before there were looks: then the name is believed. */
function wasRight({ name, look }: Entry): boolean {
  return look === undefined || looksRight(name, look) === 'right';
}

function isSealed({ look }: Entry): boolean {
  return look !== undefined && familyName(look) === 'sealed';
}

function hadType({ look }: Entry): boolean {
  return look !== undefined && !['unknown', 'empty', 'sealed'].includes(familyName(look));
}

function becameNoise(before: Entry, after: number): boolean {
  if (before.look === undefined || before.size < leastBytesToLook) return false;
  return noiseIn(before.look) <= orderlyNoise && noiseIn(after) >= noiseIn(before.look) + noiseRise;
}

/** A file of a known type, as far as name and look tell. */
export function isOfKnownType(entry: Entry): boolean {
  return promisesType(entry.name) && wasRight(entry);
}

/** Contents that no known program makes: not what the name promises, or noise of no known type. */
export function isStrange({ name, look, size }: Entry): boolean {
  if (look === undefined || size < leastBytesToLook) return false;
  const right = looksRight(name, look);
  if (right !== 'unknown') return right === 'wrong';
  return familyName(look) === 'unknown' && noiseIn(look) >= strangeNoise;
}

/** A personal file that was changed where it is though files like it hardly ever are. */
export function isRewritten(before: Entry, after: Entry): boolean {
  if (before.size === 0 || !isPersonal(before.name)) return false;
  if (isWrittenOnce(before.name)) return true;
  const later = (Number(after.mtimeNs) - Number(before.mtimeNs)) / 1e6;
  // New contents under an old time: nobody works like that.
  return later <= 0 || later >= longUntouchedMs;
}
