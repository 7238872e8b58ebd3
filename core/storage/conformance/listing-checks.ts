import { deepEqual, equal } from 'node:assert/strict';
import { assertReads, listAll, putBytes, textBytes } from './check-tools.ts';
import type { Check } from './subject.ts';

export const listingChecks: readonly Check[] = [
  {
    name: 'lists by name, then newest first, markers among the objects, and nothing beyond the prefix',
    run: async ({ store }, at) => {
      const first = await putBytes(store, `${at}in/a`, textBytes('1'));
      const marker = await store.hide(`${at}in/a`);
      const second = await putBytes(store, `${at}in/a`, textBytes('22'));
      const other = await putBytes(store, `${at}in/b`, textBytes('333'));
      const hidden = await store.hide(`${at}in/b`);
      await putBytes(store, `${at}inside`, textBytes('beyond the prefix'));
      const rows = await listAll(store, `${at}in/`);
      deepEqual(
        rows.map(({ name, versionId, kind, size, latest }) => [name, versionId, kind, size, latest]),
        [
          [`${at}in/a`, second.versionId, 'object', 2, true],
          [`${at}in/a`, marker.markerVersionId, 'marker', 0, false],
          [`${at}in/a`, first.versionId, 'object', 1, false],
          [`${at}in/b`, hidden.markerVersionId, 'marker', 0, true],
          [`${at}in/b`, other.versionId, 'object', 3, false],
        ],
      );
    },
  },
  {
    name: 'pages through more than 1,000 names, also where a page ends between versions of one name',
    run: async ({ store }, at) => {
      const name = (index: number): string => `${at}${String(index).padStart(5, '0')}`;
      // Row 1,000 falls between the three versions of name 998.
      const names = Array.from({ length: 1_010 }, (_, index) => name(index));
      await inParallel([...names, name(998), name(998)], (each) => putBytes(store, each, textBytes(each)));
      const rows = await listAll(store, at);
      deepEqual(
        rows.map((row) => row.name),
        [...names, name(998), name(998)].toSorted(),
      );
      equal(new Set(rows.map((row) => row.versionId)).size, rows.length);
      deepEqual(
        rows.filter((row) => !row.latest).map((row) => row.name),
        [name(998), name(998)],
      );
      const rest = await listAll(store, at, { startAfter: name(998) });
      deepEqual(
        rest.map((row) => row.name),
        names.slice(999),
      );
      const fromBetween = await listAll(store, at, { startAfter: `${name(1_007)}x` });
      deepEqual(
        fromBetween.map((row) => row.name),
        names.slice(1_008),
      );
      deepEqual(await listAll(store, at, { startAfter: name(1_009) }), []);
    },
  },
  {
    name: 'takes odd names as they are and sorts them by bytes',
    run: async ({ store }, at) => {
      // By bytes U+FF5E comes before U+1F600; by UTF-16 units it would be the other way round.
      const names = ['a b', 'a%41', 'a+b', 'a&<>"\'', 'naïve', '\uff5e', '\u{1f600}'].map(
        (odd) => `${at}${odd}`,
      );
      for (const name of names) await putBytes(store, name, textBytes(name));
      const rows = await listAll(store, at);
      deepEqual(
        rows.map((row) => row.name),
        names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
      );
      for (const row of rows) await assertReads(store, row, textBytes(row.name));
      const middle = rows[3]?.name ?? '';
      deepEqual(
        (await listAll(store, at, { startAfter: middle })).map((row) => row.name),
        rows.slice(4).map((row) => row.name),
      );
    },
  },
];

async function inParallel<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const item of queue) await act(item);
    }),
  );
}
