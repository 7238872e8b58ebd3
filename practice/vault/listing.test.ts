import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { behindPrefix } from './name-order.ts';
import { TestVault } from './testing/test-vault.ts';
import type { VaultBucket } from './vault-bucket.ts';
import type { ListEntry, ListRequest } from './vault-version.ts';

let t: TestVault;
let bucket: VaultBucket;
/** In byte order of UTF-8, which is not the order of UTF-16: U+FF41 comes before U+1F600. */
const order = ['a', 'a/', 'a/1', 'a/2/x', 'a/2/y', 'a/3', 'a0', 'b', 'b/1', 'é', '\uff41', '\u{1f600}'];

beforeAll(async () => {
  t = new TestVault();
  bucket = t.bucket();
  // Put in another order than they are listed in, some several times, one hidden, one only started.
  for (const name of [...order].reverse()) await t.put(bucket, name, '1');
  for (const name of ['a/1', 'a/1', 'b']) await t.put(bucket, name, '2');
  t.vault.hide(bucket.bucketId, 'a/2/x');
  t.vault.startLarge(bucket.bucketId, 'a/1', { contentType: '' });
});
afterAll(() => t.remove());

const show = (entry: ListEntry): string =>
  entry.kind === 'folder' ? `${entry.prefix}*` : `${entry.version.name}${mark(entry)}`;
const mark = (entry: ListEntry & { kind: 'version' }): string =>
  ({ upload: entry.version.latest ? '' : '-', hide: '!', start: '?' })[entry.version.action];

const versions = (request: Partial<ListRequest> = {}, unfinished?: 'also' | 'only'): string[] =>
  t.vault.listVersions(bucket.bucketId, { max: 1000, ...request, unfinished }).entries.map(show);
const names = (request: Partial<ListRequest> = {}): string[] =>
  t.vault.listNames(bucket.bucketId, { max: 1000, ...request }).entries.map(show);

describe('listing', () => {
  it('goes by the bytes of names, newest first, latest marked', () => {
    expect(versions()).toEqual([
      'a',
      'a/',
      'a/1',
      'a/1-',
      'a/1-',
      'a/2/x!',
      'a/2/x-',
      'a/2/y',
      'a/3',
      'a0',
      'b',
      'b-',
      'b/1',
      'é',
      '\uff41',
      '\u{1f600}',
    ]);
  });

  it('shows unfinished files also, or only', () => {
    expect(versions({ prefix: 'a/1' }, 'also')).toEqual(['a/1?', 'a/1', 'a/1-', 'a/1-']);
    expect(versions({}, 'only')).toEqual(['a/1?']);
  });

  it('of names leaves out hidden ones', () => {
    expect(names()).toEqual(order.filter((name) => name !== 'a/2/x'));
    expect(names({ prefix: 'a/2' })).toEqual(['a/2/y']);
    expect(names({ prefix: '\uff41' })).toEqual(['\uff41']);
    expect(names({ prefix: 'nothing' })).toEqual([]);
  });

  it('folds by a delimiter behind the prefix', () => {
    expect(names({ delimiter: '/' })).toEqual(['a', 'a/*', 'a0', 'b', 'b/*', 'é', '\uff41', '\u{1f600}']);
    expect(names({ delimiter: '/', prefix: 'a/' })).toEqual(['a/', 'a/1', 'a/2/*', 'a/3']);
    expect(versions({ delimiter: '/', prefix: 'a/2/' })).toEqual(['a/2/x!', 'a/2/x-', 'a/2/y']);
    expect(names({ delimiter: '2/', prefix: 'a' })).toEqual(['a', 'a/', 'a/1', 'a/2/*', 'a/3', 'a0']);
  });

  it('starts at or behind a name, a version or a folder', () => {
    expect(names({ from: { name: 'a/3' } }).slice(0, 2)).toEqual(['a/3', 'a0']);
    expect(names({ from: { name: 'a/3', after: true } })[0]).toBe('a0');
    expect(names({ from: { name: 'a/2z' } })[0]).toBe('a/3');
    expect(names({ delimiter: '/', from: { name: 'a/', after: true } })[0]).toBe('a0');
    expect(names({ delimiter: '/', from: { name: 'a/1', after: true } })[0]).toBe('a/*');
    expect(names({ prefix: 'b', from: { name: 'a' } })).toEqual(['b', 'b/1']);
    expect(names({ prefix: 'a', from: { name: 'b' } })).toEqual([]);
    const second = t.vault
      .listVersions(bucket.bucketId, { prefix: 'a/1', max: 9 })
      .entries.flatMap((entry) => (entry.kind === 'version' ? [entry.version.fileId] : []))[1];
    expect(versions({ from: { name: 'a/1', fileId: second } })).toEqual(versions().slice(3));
    expect(versions({ from: { name: 'a/1', fileId: second, after: true } })).toEqual(versions().slice(4));
  });

  it('goes on behind a version that is gone meanwhile', async () => {
    const own = t.bucket();
    const ids: string[] = [];
    for (const bytes of ['1', '2', '3']) ids.unshift((await t.put(own, 'n', bytes)).fileId);
    const page = t.vault.listVersions(own.bucketId, { max: 1 });
    expect(page.next).toEqual({ name: 'n', fileId: ids[1] });
    t.vault.deleteVersion(ids[1]!, { bypass: false, key: t.vault.masterKey() });
    const rest = t.vault.listVersions(own.bucketId, { max: 5, from: { name: 'n', fileId: ids[1] } });
    expect(rest.entries).toMatchObject([{ version: { fileId: ids[2] } }]);
  });

  it('gives nothing for a page of nothing', () => {
    expect(t.vault.listNames(bucket.bucketId, { max: 0 })).toEqual({ entries: [], next: null });
  });

  it('by pages gives what it gives at once, with any prefix, delimiter and page size', () => {
    const request = fc.record({
      prefix: fc.constantFrom('', 'a', 'a/', 'a/2', 'b', 'é', 'x'),
      delimiter: fc.constantFrom(undefined, '/', '2'),
      max: fc.integer({ min: 1, max: 5 }),
      view: fc.constantFrom('names', 'finished', 'also'),
    });
    fc.assert(
      fc.property(request, ({ view, max, ...rest }) => {
        const page = (from: ListRequest['from'], size: number) => {
          const asked = { ...rest, max: size, ...(from === undefined ? {} : { from }) };
          return view === 'names'
            ? t.vault.listNames(bucket.bucketId, asked)
            : t.vault.listVersions(bucket.bucketId, {
                ...asked,
                unfinished: view === 'also' ? 'also' : undefined,
              });
        };
        const paged: string[] = [];
        let from: ListRequest['from'];
        for (;;) {
          const { entries, next } = page(from, max);
          expect(entries.length).toBe(next === null ? entries.length : max);
          paged.push(...entries.map(show));
          if (next === null) break;
          from = { name: next.name, fileId: next.fileId ?? undefined };
        }
        expect(paged).toEqual(page(undefined, 1000).entries.map(show));
      }),
    );
  });
});

describe('the first name behind a prefix', () => {
  it('is behind all that start with it, in bytes', () => {
    expect(behindPrefix('a/')).toBe('a0');
    expect(behindPrefix('')).toBeNull();
    expect(behindPrefix('\u{10ffff}')).toBeNull();
    expect(behindPrefix('a\u{10ffff}')).toBe('b');
    expect(behindPrefix('\ud7ff')).toBe('\ue000');
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.string({ unit: 'grapheme' }),
        (p, rest) => {
          const end = behindPrefix(p);
          return end === null || Buffer.compare(Buffer.from(p + rest), Buffer.from(end)) < 0;
        },
      ),
    );
  });
});
