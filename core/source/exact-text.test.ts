import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromText } from './byte-path.ts';
import { fromExactText, toExactText } from './exact-text.ts';

const bytes = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 255 }), fc.constantFrom(0xed, 0xb2, 0x80, 0xf0, 0x9f)),
);

test('every name comes back, through JSON and a structured clone too', () => {
  fc.assert(
    fc.property(bytes, (some) => {
      const name = String.fromCharCode(...some);
      const text = toExactText(name);
      expect(fromExactText(text)).toBe(name);
      expect(fromExactText(JSON.parse(JSON.stringify(text)) as string)).toBe(name);
      expect(structuredClone(text)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

test('what is text looks like itself', () => {
  for (const text of ['plain', 'Zürich', '日本', '😀', '\ufffd', 'a\u202eb'])
    expect(toExactText(fromText(text))).toBe(text);
  expect(toExactText('a\xff\xfeb')).toBe('a\udcff\udcfeb');
});
