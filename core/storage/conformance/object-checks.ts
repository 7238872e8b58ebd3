import { deepEqual, equal, ok } from 'node:assert/strict';
import { isHoldfastError } from '../../errors/holdfast-error.ts';
import {
  assertReads,
  assertRefused,
  assertSameBytes,
  listAll,
  patternBytes,
  putBytes,
  sha256,
  textBytes,
} from './check-tools.ts';
import type { Check } from './subject.ts';

/** A few seconds between two answers plus the cut to whole seconds; clocks are not compared with ours. */
const clockTolerance = 60_000;

export const objectChecks: readonly Check[] = [
  {
    name: 'gives back the bytes, the size and the time of a PUT',
    run: async ({ store }, at) => {
      const body = patternBytes(100_001, at);
      const put = await putBytes(store, `${at}object`, body);
      await assertReads(store, put, body);
      const head = await store.head(put);
      equal(head.size, body.length);
      equal(head.kind, 'object');
      equal(head.versionId, put.versionId);
      ok(
        Math.abs(head.uploadedAt - put.providerTime) < clockTolerance,
        'upload time and provider time differ',
      );
    },
  },
  {
    name: 'keeps an empty object and one of several megabytes',
    run: async ({ store }, at) => {
      for (const body of [new Uint8Array(0), patternBytes(5_000_001, at)]) {
        const put = await putBytes(store, `${at}${body.length}`, body);
        await assertReads(store, put, body);
        equal((await store.head(put)).size, body.length);
      }
    },
  },
  {
    name: 'stores a view on a larger buffer, not the buffer',
    run: async ({ store }, at) => {
      const view = patternBytes(5_000, at).subarray(1_000, 3_000);
      await assertReads(store, await putBytes(store, `${at}view`, view), view);
    },
  },
  {
    name: 'reads ranges exactly and refuses those beyond the end',
    run: async ({ store }, at) => {
      const body = patternBytes(70_000, at);
      const put = await putBytes(store, `${at}object`, body);
      for (const [start, end] of [
        [0, 1],
        [1, 65_537],
        [69_999, 70_000],
        [0, 70_000],
      ] as const)
        assertSameBytes(await store.get(put, { start, end }), body.subarray(start, end), `${start}-${end}`);
      for (const [start, end] of [
        [69_000, 70_001],
        [70_000, 70_010],
      ] as const)
        await assertRefused(`range ${start}-${end}`, ['object-damaged'], () =>
          store.get(put, { start, end }),
        );
    },
  },
  {
    name: 'refuses bytes that do not match the hash sent with them',
    run: async ({ store }, at) => {
      await assertRefused('another hash', ['provider-refused'], () =>
        store.put({
          name: `${at}wrong`,
          body: textBytes('one thing'),
          sha256: sha256(textBytes('another')),
          lockUntil: undefined,
        }),
      );
      deepEqual(await listAll(store, `${at}wrong`), []);
    },
  },
  {
    name: 'says of a marker and of an id that was never given that there is no object',
    run: async ({ store }, at) => {
      const { name } = await putBytes(store, `${at}object`, textBytes('below'));
      const { markerVersionId } = await store.hide(name);
      for (const versionId of [markerVersionId, 'never-given', 'null']) {
        await assertRefused('get', ['object-missing'], () => store.get({ name, versionId }));
        const isObject = await store.head({ name, versionId }).then(
          ({ kind }) => kind === 'object',
          (error: unknown) => !isHoldfastError(error, 'object-missing'),
        );
        equal(isObject, false);
      }
    },
  },
  {
    name: 'deletes an unlocked version for a key that may, and then says that it is missing',
    run: async ({ store, powerful }, at) => {
      const put = await putBytes(store, `${at}object`, textBytes('gone'));
      await powerful.deleteVersion(put);
      deepEqual(await listAll(store, at), []);
      const later = put.providerTime + 86_400_000;
      await assertRefused('get', ['object-missing'], () => store.get(put));
      await assertRefused('get of a range', ['object-missing'], () => store.get(put, { start: 0, end: 1 }));
      await assertRefused('head', ['object-missing'], () => store.head(put));
      await assertRefused('renew', ['object-missing'], () => store.renew(put, later));
      await powerful.deleteVersion(put);
    },
  },
  {
    name: 'keeps every version of a name and finds the oldest last',
    run: async ({ store }, at) => {
      const bodies = ['oldest', 'newer', 'newest'].map(textBytes);
      const puts = [];
      for (const body of bodies) puts.push(await putBytes(store, `${at}object`, body));
      const rows = await listAll(store, `${at}object`);
      deepEqual(
        rows.map((row) => row.versionId),
        puts.map((put) => put.versionId).toReversed(),
      );
      deepEqual(
        rows.map((row) => row.latest),
        [true, false, false],
      );
      for (const [index, put] of puts.entries())
        await assertReads(store, put, bodies[index] ?? new Uint8Array());
    },
  },
  {
    name: 'does with "only if absent" what is known of it',
    run: async ({ store, onlyIfAbsent }, at) => {
      const body = textBytes('once');
      const request = {
        name: `${at}object`,
        body,
        sha256: sha256(body),
        lockUntil: undefined,
        onlyIfAbsent: true,
      };
      await store.put(request);
      if (onlyIfAbsent === 'honoured')
        await assertRefused('second PUT', ['object-exists'], () => store.put(request));
      else await store.put(request);
      equal((await listAll(store, at)).length, onlyIfAbsent === 'honoured' ? 1 : 2);
    },
  },
  {
    name: 'tells the provider’s time, and that locks are on',
    run: async ({ store, powerful, moveClock }) => {
      const before = await store.providerClock();
      ok(Number.isFinite(before.now) && before.now > Date.UTC(2020), 'no sensible time');
      await moveClock?.(7_200_000);
      const after = await store.providerClock();
      ok(after.now - before.now >= (moveClock === undefined ? 0 : 7_200_000), 'the clock did not move along');
      equal(after.movedBy - before.movedBy, moveClock === undefined ? 0 : 7_200_000);
      const state = await powerful.bucketState();
      equal(state.lockEnabled, true);
      equal(state.versioning, true);
      equal(state.defaultRetentionDays, null);
    },
  },
];
