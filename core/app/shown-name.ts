// Control characters, those that turn the direction of text around or are not seen, and halves of characters.
const unprintable =
  // oxlint-disable-next-line no-control-regex -- exactly those
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A name as a window may show it: what would hide, reorder or break the text around it stands as an escape. */
export const shownName = (name: string): string =>
  name.replace(unprintable, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
