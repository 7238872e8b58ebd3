import type { BucketVersion } from '../places/intruder.ts';
import type { Place, SetUp } from '../places/place.ts';

/** What an intruder finds: the computer with its files and its home, its key and its passphrase. */
export type Scene = {
  readonly place: Place;
  readonly setUp: SetUp;
  /** The folder that is backed up. */
  readonly tree: string;
  /** For what he needs himself. */
  readonly work: string;
  /** Versions in the repository before he came. */
  readonly ours: readonly BucketVersion[];
};

/** One kind of intruder: what he does to the bucket. Afterwards he encrypts the files. */
export type Attack = { readonly name: string; readonly attack: (scene: Scene) => Promise<void> };

export const namesOf = (versions: readonly BucketVersion[]): readonly string[] => [
  ...new Set(versions.map(({ name }) => name)),
];
