import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeRecord, encodeRecord, type NameRecord } from './directory-record.ts';
import { OpenedRecord } from './opened-record.ts';

const name = fc
  .array(fc.constantFrom('a', 'ü', '"', '\\', '[', ']', ',', ']],["', '\n', '\udc80', '😀'), { maxLength: 5 })
  .map((parts) => parts.join(''));
const version = fc.record({
  kind: fc.constantFrom('file' as const, 'folder' as const),
  print: fc.constantFrom('', '00ff'),
  size: fc.nat(),
  ranges: fc.constantFrom([1, -1], [0, 3, 7, -1]),
});
const record: fc.Arbitrary<NameRecord> = fc.record({ name, versions: fc.array(version, { maxLength: 3 }) });

test('each of its names is the one that decoding all of it gives', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 6 }), (records) => {
      const text = encodeRecord(records);
      const opened = new OpenedRecord(text);
      expect(opened.length).toBe(records.length);
      expect(records.map((_, slot) => opened.at(slot))).toEqual(decodeRecord(text));
      expect(opened.at(records.length)).toBeUndefined();
    }),
  );
});

test('what is damaged says so', () => {
  for (const text of ['[[nonsense', '[["cut', '[["a",["f","",1', '[["a\\'])
    expect(() => new OpenedRecord(text).at(0)).toThrow(SyntaxError);
  expect(() => new OpenedRecord('[["a",[]],["b",7]]').at(1)).toThrow(TypeError);
});
