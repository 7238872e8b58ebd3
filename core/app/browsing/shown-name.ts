/**
 * What would move the cursor, turn the direction of text around, or not be seen at all; and bytes that are no text
 * (core/source/exact-text.ts). Joiners stay where they join letters or pictures.
 */
const unshowable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}]|(?![\u200c\u200d])\p{Cf}/gu;
const strayBase = 0xdc00;

/** A name, or a path, as people read it: whatever the name holds, it is one line and says what it is. */
export const shownName = (exact: string): string =>
  exact.replaceAll(unshowable, (one) => {
    const code = one.codePointAt(0) ?? 0;
    if (code === 0x0a) return '\\n';
    if (code === 0x09) return '\\t';
    if (code >= strayBase + 0x80 && code <= strayBase + 0xff) return hex(code - strayBase);
    return code <= 0xff ? hex(code) : `\\u{${code.toString(16)}}`;
  });

const hex = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`;
