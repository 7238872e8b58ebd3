/**
 * Steps back from the newest item that looks wrong to the first one that does, in few looks: 1, 2, 4, … back to one that looks
 * right, then by halves between the two. An attack does not heal, so between a right and a wrong one there is one change.
 * @param isRight by index
 * @param most looks
 * @returns index of the first wrong one as far as looked; `found` false: none right was found
 */
export async function findFirstUnlike(
  wrong: number,
  isRight: (index: number) => Promise<boolean>,
  most: number,
): Promise<{ readonly first: number; readonly found: boolean; readonly looks: number }> {
  let first = wrong;
  let right = -1;
  let looks = 0;
  for (let step = 1; first > 0 && looks < most && right < 0; step *= 2) {
    const at = Math.max(0, wrong - step);
    looks++;
    if (await isRight(at)) right = at;
    else first = at;
  }
  if (right < 0) return { first, found: false, looks };
  while (first - right > 1 && looks < most) {
    const middle = (first + right) >>> 1;
    looks++;
    if (await isRight(middle)) right = middle;
    else first = middle;
  }
  return { first: right + 1, found: true, looks };
}
