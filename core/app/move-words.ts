import { HoldfastError } from '../errors/holdfast-error.ts';
import { readEarlier, type EarlierRepository } from './earlier-repositories.ts';
import type { Home } from './home.ts';
import type { Settings } from './settings.ts';
import { placeInWords } from './storage-place.ts';
import { dateInWords } from './words-for-people.ts';

/** @throws home-ended where backups go somewhere else since a move */
export function assertTakesBackups({ ended }: Pick<Settings, 'ended'>): void {
  if (ended)
    throw new HoldfastError('home-ended', {
      since: dateInWords(Date.parse(ended.on)),
      place: placeInWords(ended),
      home: ended.home,
    });
}

export type Moves = {
  /** Where backups go since they ended here; null: they are made here. */
  readonly ended: Settings['ended'] | null;
  /** What came before, oldest first. */
  readonly earlier: readonly EarlierRepository[];
  readonly words: readonly string[];
};

/** What a person has to know of moves where backups are listed. */
export async function movesOf(home: Home, { ended }: Pick<Settings, 'ended'>): Promise<Moves> {
  const earlier = await readEarlier(home);
  return {
    ended: ended ?? null,
    earlier,
    words: [
      ...(ended
        ? [
            `Backups ended here on ${dateInWords(Date.parse(ended.on))} and go to ${placeInWords(ended)} since (home ${ended.home}). Nothing is added here; it is still renewed and can be restored. \`holdfast move --check\` says what is left to do.`,
          ]
        : []),
      ...earlier.map(
        (one) =>
          `Earlier backups, until ${dateInWords(Date.parse(one.endedOn))}, are in ${placeInWords(one)}: \`holdfast --home ${one.home} snapshots\`, or \`holdfast recover timeline\` with the earlier recovery kit.`,
      ),
    ],
  };
}
