/** Marks that turn or hide the letters around them, and control characters: "invoice\u202Efdp.exe" would read as a PDF. */
const hidden = /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

/** Names and paths of files as they are, with what cannot be seen made visible. @param most letters; what is longer is cut */
export function visibleName(name: string, most = 400): string {
  const cut = name.length > most ? `${name.slice(0, most)}…` : name;
  return cut.replace(hidden, (mark) => `\\u{${mark.charCodeAt(0).toString(16)}}`);
}
