/** What the command line calls so is in the window under another name. */
const inTheWindow: readonly (readonly [RegExp, string])[] = [
  [/`holdfast locks renew`/g, '"Extend now" under Protection'],
  [/`holdfast locks prove`/g, '"Prove now" under Protection'],
  [/`holdfast locks audit(?: --all)?`/g, '"Check now" under Protection'],
  [/`holdfast recover timeline`/g, '"Recover after an attack" on Home'],
  [/`holdfast backup PATH`/g, '"Back up now" on Home'],
  [/`holdfast status`/g, 'Home'],
  [/ \(recover timeline --(?:full|more)[^)]*\)/g, ''],
];

/** The engine speaks to whoever uses the command line; in the window the same deed has a button. */
export const wordsInWindow = (words: string): string =>
  inTheWindow.reduce((said, [command, place]) => said.replace(command, place), words);
