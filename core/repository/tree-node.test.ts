import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ContentRef, Entry } from '../model/entry.ts';
import { encodeJson } from './json-body.ts';
import { entryToJson } from './tree-entry.ts';
import { decodeDirectory, encodeDirectory, maxNodeEntries } from './tree-node.ts';
import { outcome } from './testing/outcome.ts';

const idOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const anId = fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => idOf(bytes));

const bytePath = (forbidden: RegExp, maxLength: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: 1, maxLength })
    .map((bytes) => Buffer.from(bytes).toString('latin1'))
    .filter((text) => !forbidden.test(text));

// oxlint-disable-next-line no-control-regex
const name = bytePath(/^\.{1,2}$|[/\x00]/, 40);
// oxlint-disable-next-line no-control-regex
const target = bytePath(/\x00/, 100);
const count = fc.nat(2 ** 31);

const common = fc.record({
  name,
  mode: fc.nat(0o7777),
  uid: fc.nat(2 ** 32 - 1),
  gid: fc.nat(2 ** 32 - 1),
  mtimeNs: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }).map(String),
});
const content = fc.array(fc.record<ContentRef>({ id: anId, length: fc.integer({ min: 1, max: 2 ** 22 }) }), {
  maxLength: 4,
});
const extras = fc.record(
  {
    link: fc.constantFrom('1', '42'),
    sparse: fc.constant(true),
    xattrs: fc.constant([['user.a', 'AAEC'] as const, ['user.b', ''] as const]),
  },
  { requiredKeys: [] },
);
const special = fc.oneof(
  content.map((pieces) => ({
    type: 'file' as const,
    size: pieces.reduce((sum, piece) => sum + piece.length, 0),
    content: pieces,
    ...(pieces.length > 2 && { look: 16 * pieces.length }),
  })),
  anId.map((node) => ({ type: 'directory' as const, size: 0, node })),
  target.map((text) => ({ type: 'symlink' as const, size: 0, target: text })),
  fc.constantFrom('fifo' as const, 'socket' as const).map((type) => ({ type, size: 0 })),
  fc
    .tuple(fc.constantFrom('character-device' as const, 'block-device' as const), count)
    .map(([type, device]) => ({ type, size: 0, device })),
);
const entry: fc.Arbitrary<Entry> = fc
  .tuple(common, special, extras)
  .map(([a, b, c]) => ({ ...a, ...b, ...c }));
const directory = fc
  .uniqueArray(entry, { maxLength: 10, selector: (one) => one.name })
  .map((entries) => entries.sort((a, b) => (a.name < b.name ? -1 : 1)));

const file = (index: number): Entry => ({
  name: `file-${String(index).padStart(6, '0')}`,
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtimeNs: '0',
  size: 0,
  content: [],
});
const files = (total: number): Entry[] => Array.from({ length: total }, (_, index) => file(index));

test('any directory comes back', () => {
  fc.assert(
    fc.property(directory, (entries) => {
      const { node, pages } = encodeDirectory(entries, idOf);
      expect(pages).toEqual([]);
      expect(decodeDirectory(node)).toEqual({ entries });
    }),
  );
});

test('names are kept byte by byte and sorted by bytes', () => {
  const names = ['\xc3\xa9', '\xff\xfe', 'a', 'B'].sort();
  const entries = names.map((one) => ({ ...file(0), name: one }));
  expect(decodeDirectory(encodeDirectory(entries, idOf).node)).toEqual({ entries });
  expect(names).toEqual(['B', 'a', '\xc3\xa9', '\xff\xfe']);
  expect(() => encodeDirectory(entries.toReversed(), idOf)).toThrow(RangeError);
  expect(() => encodeDirectory([file(1), file(1)], idOf)).toThrow(RangeError);
});

describe('a huge directory', () => {
  function read(entries: readonly Entry[]): { pages: string[]; entries: Entry[] } {
    const { node, pages } = encodeDirectory(entries, idOf);
    const stored = new Map(pages.map((page) => [page.id, page.bytes]));
    const top = decodeDirectory(node);
    if (!('pages' in top)) throw new Error('not paged');
    const found = top.pages.flatMap((id) => {
      const page = decodeDirectory(stored.get(id)!);
      return 'entries' in page ? page.entries : [];
    });
    return { pages: [...top.pages], entries: found };
  }

  test('is paged beyond 4,096 entries', () => {
    expect(encodeDirectory(files(maxNodeEntries), idOf).pages).toEqual([]);
    const { pages, entries } = read(files(20_000));
    expect(entries).toEqual(files(20_000));
    expect(pages.length).toBeGreaterThanOrEqual(5);
    expect(pages.length).toBeLessThanOrEqual(20);
  });

  test('a new file changes few pages', () => {
    const before = new Set(read(files(20_000)).pages);
    const after = read([
      ...files(9000),
      { ...file(8999), name: 'file-008999a' },
      ...files(20_000).slice(9000),
    ]);
    expect(after.pages.filter((page) => !before.has(page)).length).toBeLessThanOrEqual(3);
  });
});

describe('refused', () => {
  const good = entryToJson({ ...file(1), size: 5, content: [{ id: idOf(Uint8Array.of(1)), length: 5 }] });
  const directoryEntry = entryToJson({ ...file(1), type: 'directory', node: idOf(Uint8Array.of(1)) });
  const decode = (...entries: unknown[]): unknown => decodeDirectory(encodeJson({ entries }));

  test('the good one is not', () => {
    expect(() => decode(good)).not.toThrow();
  });

  test.each<[string, unknown]>([
    ['an empty name', { ...good, n: '' }],
    ['a name that is the directory itself', { ...good, n: '.' }],
    ['a name that leads out', { ...good, n: '..' }],
    ['a name with a slash', { ...good, n: 'a/b' }],
    ['a name with NUL', { ...good, n: 'a\0' }],
    ['a name that is not bytes', { ...good, n: '\u0100' }],
    ['too long a name', { ...good, n: 'a'.repeat(5000) }],
    ['an unknown type', { ...good, t: 'x' }],
    ['a mode beyond 0o7777', { ...good, m: 0o10000 }],
    ['a negative owner', { ...good, u: -1 }],
    ['a time that is a number', { ...good, mt: 5 }],
    ['a time with a leading zero', { ...good, mt: '05' }],
    ['a size its pieces do not have', { ...good, s: 6 }],
    ['an empty piece', { ...good, s: 0, c: [[idOf(Uint8Array.of(1)), 0]] }],
    ['a piece without id', { ...good, c: [['x', 5]] }],
    ['a file without contents', { ...good, c: undefined }],
    ['a directory without node', { ...directoryEntry, d: undefined }],
    ['a directory with an odd node', { ...directoryEntry, d: 'AB'.repeat(32) }],
    ['a symlink to nowhere', { ...good, t: 'l' }],
    ['a device without number', { ...good, t: 'c' }],
    ['an attribute that is not base64', { ...good, x: [['user.a', '?']] }],
    ['an entry that is a list', [1]],
    ['null', null],
  ])('%s', (_, value) => {
    expect(() => decode(value)).toThrow('object-damaged');
  });

  test('entries out of order or twice, pages and entries at once, no pages, too many entries', () => {
    expect(() => decode({ ...good, n: 'b' }, { ...good, n: 'a' })).toThrow('in order');
    expect(() => decode(good, good)).toThrow('in order');
    expect(() => decodeDirectory(encodeJson({ entries: [], pages: [idOf(Uint8Array.of(1))] }))).toThrow(
      'object-damaged',
    );
    expect(() => decodeDirectory(encodeJson({ pages: [] }))).toThrow('object-damaged');
    expect(() => decodeDirectory(encodeJson({}))).toThrow('object-damaged');
    expect(() => decode(...files(maxNodeEntries + 1).map(entryToJson))).toThrow('at most 4096');
  });

  test('any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(['done', 'object-damaged']).toContain(outcome(() => decodeDirectory(Buffer.from(json))));
      }),
    );
  });

  test('what a reader would refuse is not written', () => {
    expect(() => encodeDirectory([{ ...file(1), mode: 0o100644 }], idOf)).toThrow('cannot be read');
  });
});
