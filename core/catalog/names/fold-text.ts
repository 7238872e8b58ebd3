// oxlint-disable-next-line no-control-regex -- exactly the ASCII range
const ascii = /^[\x00-\x7f]*$/;

/**
 * Text in the form in which names are compared: composed, and without the difference between capital and small letters in any
 * script. Upper case first, so that ß is ss; the two small sigmas are one, which lower case tells apart by what stands beside; the
 * Turkish i's, with and without a dot, are one, as nobody knows in which language a name is.
 */
export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return text
    .toWellFormed()
    .normalize('NFC')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll('i\u0307', 'i')
    .normalize('NFC');
}

/** What has to occur, each anywhere in a path. White space only separates. */
export function wordsOf(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .split(/\s+/u)
        .map(foldText)
        .filter((word) => word !== ''),
    ),
  ];
}
