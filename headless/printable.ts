// Control characters but for the end of a line and the tabulator, and those that turn the direction of text around.
// oxlint-disable-next-line no-control-regex -- exactly those
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text for a terminal. Names of files, computers and users come from backups, and whoever had the keys may have written these:
 * none of them moves the cursor, clears the screen or hides what was said before.
 */
export const printable = (text: string): string => text.replace(unprintable, '\ufffd');

/** The same for a name within a line. */
export const printableName = (name: string): string =>
  printable(name).replaceAll(/[\n\t\u2028\u2029]/g, '\ufffd');
