import { families } from './families.ts';

const text = families.indexOf('text');
const utf16 = families.indexOf('utf-16 text');
const markup = families.indexOf('markup');
const mail = families.indexOf('mail');

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What a file that starts with these bytes is as text: its place in `families`; 0: it is not text. */
export function textFamily(head: Uint8Array): number {
  if (isUtf16(head)) return utf16;
  let [ascii, controls] = [0, 0];
  for (const byte of head) {
    if (byte === 0) return 0;
    if (isControl(byte)) controls++;
    if (byte < 0x80) ascii++;
  }
  // Programs write a few control characters into texts; of random bytes a tenth are some. So 256 bytes with next to none
  // are no accident, whatever the encoding.
  if (controls * 200 > head.length) return 0;
  if (ascii < head.length * 0.6 && head.length < 256 && !isUtf8(head)) return 0;
  const start = Buffer.from(head.subarray(0, 64)).toString('latin1').trimStart().toLowerCase();
  if (/^(\u00ef\u00bb\u00bf)?<(\?xml|!doctype|html|svg|!--)/.test(start)) return markup;
  if (/^(from |return-path:|received:|delivered-to:|x-mozilla-status:|message-id:|mime-version:)/.test(start))
    return mail;
  return text;
}

/** Tabs, line ends, form feeds and the escapes of coloured logs are text. */
function isControl(byte: number): boolean {
  return (byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 27) || byte === 127;
}

function isUtf8(head: Uint8Array): boolean {
  // The head may end within a character.
  for (let cut = 0; cut < 4 && cut < head.length; cut++)
    try {
      utf8.decode(head.subarray(0, head.length - cut));
      return true;
    } catch {
      continue;
    }
  return false;
}

function isUtf16(head: Uint8Array): boolean {
  if (head.length < 4) return false;
  const marked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const zeros = [0, 0];
  let controls = 0;
  for (let index = 0; index < head.length; index++) {
    const byte = head[index] ?? 0;
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
    else if (isControl(byte)) controls++;
  }
  const half = head.length / 2;
  const [even = 0, odd = 0] = zeros;
  // Latin letters in UTF-16 have a zero in every second byte; other scripts hold to few controls beside the mark.
  if (Math.max(even, odd) > half * 0.7 && Math.min(even, odd) === 0 && controls < half * 0.05) return true;
  return marked && even + odd < head.length * 0.6 && controls < head.length * 0.02;
}
