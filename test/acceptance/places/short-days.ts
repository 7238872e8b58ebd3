import { readFile, writeFile } from 'node:fs/promises';
import { homeAt } from '../../../core/app/home.ts';
import type { Holdfast } from '../holdfast.ts';

/** On a server whose clock cannot be moved, a day of the lock rules takes so long. */
export const shortDaySeconds = 4;

/** Makes the days of a home or a guard short; Holdfast allows that for servers on this computer only. */
export async function shortenDays(
  { home }: Pick<Holdfast, 'home'>,
  file = homeAt(home).settings,
): Promise<void> {
  const chosen = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...chosen, testDaySeconds: shortDaySeconds }));
}
