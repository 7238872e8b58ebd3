import { expect, test } from 'vitest';
import { textOfBytes } from './text-of-bytes.ts';

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

test('text in the encodings that are met', () => {
  const text = 'Zürich, naïve: 3 €\r\n\tend';
  expect(textOfBytes(Buffer.from(text), false)).toBe(text);
  expect(textOfBytes(Buffer.from(`\ufeff${text}`), false)).toBe(text);
  expect(textOfBytes(Buffer.from(`\ufeff${text}`, 'utf16le'), false)).toBe(text);
  expect(textOfBytes(utf16be(`\ufeff${text}`), false)).toBe(text);
  expect(textOfBytes(Buffer.from('plain words without a mark', 'utf16le'), false)).toBe(
    'plain words without a mark',
  );
  expect(textOfBytes(utf16be('plain words without a mark'), false)).toBe('plain words without a mark');
  expect(textOfBytes(Buffer.from('caf\xe9 \x80', 'latin1'), false)).toBe('café €');
});

test('a character that is cut off at the end is left out, one in the middle is no UTF-8', () => {
  const bytes = Buffer.from('aü');
  expect(textOfBytes(bytes.subarray(0, 2), true)).toBe('a');
  expect(textOfBytes(bytes.subarray(0, 2), false)).toBe('aÃ');
});

test('what is no text is none', () => {
  const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]);
  expect(textOfBytes(picture, false)).toBeUndefined();
  expect(textOfBytes(Buffer.from([0xc3, 0x28, 1, 2, 3]), false)).toBeUndefined();
  expect(textOfBytes(Buffer.from('\x01\x02\x03abc'), false)).toBeUndefined();
});
