import type { BytePath } from '../model/entry.ts';

// oxlint-disable-next-line no-control-regex -- exactly the ASCII range
const ascii = /^[\x00-\x7f]*$/;
/** One character of UTF-8, as the bytes of a BytePath. */
const character =
  // oxlint-disable-next-line no-control-regex -- bytes
  /[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/y;
/** Halves of surrogate pairs that stand alone: no text has them, so each stands for one byte. */
const strayBytes = /([\u{dc80}-\u{dcff}]+)/u;
const strayBase = 0xdc00;

/**
 * A name as text that can be turned back: bytes that are not UTF-8 become single surrogates (as Python does it). JSON and structured
 * clones carry these; what people see is `shownName`.
 */
export function toExactText(name: BytePath): string {
  if (ascii.test(name)) return name;
  const bytes = Buffer.from(name, 'latin1');
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  let exact = '';
  for (let at = 0; at < name.length;) {
    character.lastIndex = at;
    const [found] = character.exec(name) ?? [];
    exact += found
      ? Buffer.from(found, 'latin1').toString('utf8')
      : String.fromCharCode(strayBase + name.charCodeAt(at));
    at += found?.length ?? 1;
  }
  return exact;
}

/** The bytes again; for any other text the same as its UTF-8. */
export function fromExactText(text: string): BytePath {
  if (ascii.test(text)) return text;
  return text
    .split(strayBytes)
    .map((part, at) =>
      at % 2 === 0
        ? Buffer.from(part, 'utf8').toString('latin1')
        : part.replaceAll(/./gsu, (stray) => String.fromCharCode(stray.charCodeAt(0) - strayBase)),
    )
    .join('');
}
