/**
 * As much of a sentence as fits, up to the end of a word, with a sign that there was more.
 * @param most characters, the sign included
 */
export function cutWords(words: string, most: number): string {
  const letters = Array.from(words);
  if (letters.length <= most) return words;
  const fits = letters.slice(0, most).join('');
  const atWord = fits.slice(0, Math.max(0, fits.lastIndexOf(' '))).replace(/[\s,;:.]+$/, '');
  // One word longer than most of the room is no end to wait for.
  const kept = atWord.length * 2 >= most ? atWord : letters.slice(0, most - 1).join('');
  return `${kept}…`;
}
