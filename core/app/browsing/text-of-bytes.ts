/**
 * Text in the encoding that its first bytes or all of them speak for: marked Unicode, UTF-8, UTF-16 by where its zeros stand, or
 * the Western one from before Unicode.
 * @param cut more follows: a character may end outside
 * @returns undefined: these bytes are no text
 */
export function textOfBytes(bytes: Uint8Array, cut: boolean): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return decode('utf-8', bytes, cut);
  if (first === 0xff && second === 0xfe) return decode('utf-16le', bytes, cut);
  if (first === 0xfe && second === 0xff) return decode('utf-16be', bytes, cut);
  if (bytes.includes(0)) return wideText(bytes, cut);
  const utf8 = decode('utf-8', bytes, cut);
  if (utf8 !== undefined) return countControls(bytes) * 100 > bytes.length ? undefined : utf8;
  // Pictures and archives have them everywhere.
  return countControls(bytes) > 0 ? undefined : new TextDecoder('windows-1252').decode(bytes);
}

/** Latin text in UTF-16 has its zeros at every second place. */
function wideText(bytes: Uint8Array, cut: boolean): string | undefined {
  const zeros = [0, 0];
  for (const [at, byte] of bytes.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const half = bytes.length / 2;
  if (odd > 0.7 * half && even < 0.05 * half) return decode('utf-16le', bytes, cut);
  if (even > 0.7 * half && odd < 0.05 * half) return decode('utf-16be', bytes, cut);
  return undefined;
}

function decode(encoding: string, bytes: Uint8Array, cut: boolean): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    return undefined;
  }
}

/** Ends of lines and pages, tabulators and the colours of terminals are at home in text. */
const isControl = (byte: number): boolean => byte < 0x20 && ![9, 10, 12, 13, 27].includes(byte);

const countControls = (bytes: Uint8Array): number =>
  bytes.reduce((count, byte) => count + (isControl(byte) ? 1 : 0), 0);
