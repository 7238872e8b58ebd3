import { deepEqual, equal, ok } from 'node:assert/strict';
import { isHoldfastError } from '../../errors/holdfast-error.ts';
import type { ObjectVersion } from '../../model/object.ts';
import type { ObjectStore } from '../object-store.ts';
import {
  assertLockedUntil,
  assertReads,
  assertRefused,
  fail,
  listAll,
  putBytes,
  textBytes,
} from './check-tools.ts';
import { lockForLong, wholeSecond, type Check, type Subject } from './subject.ts';

const minute = 60_000;

export const lockChecks: readonly Check[] = [
  {
    name: 'reads lock dates back to the second',
    run: async ({ store }, at) => {
      const until = await lockForLong(store);
      await assertLockedUntil(store, await putBytes(store, `${at}object`, textBytes('locked'), until), until);
      const free = await store.head(await putBytes(store, `${at}free`, textBytes('free')));
      deepEqual(free.lock, { mode: null, until: null, legalHold: false });
    },
  },
  {
    name: 'refuses to delete a locked version, also to a key that may delete and bypass',
    run: async ({ store, powerful }, at) => {
      const until = await lockForLong(store);
      const body = textBytes('locked');
      const put = await putBytes(store, `${at}object`, body, until);
      for (const bypassGovernance of [false, true])
        await assertRefused(`deletion, bypass ${bypassGovernance}`, ['object-locked'], () =>
          powerful.deleteVersion(put, { bypassGovernance }),
        );
      if (store !== powerful)
        await assertRefused('deletion with the engine’s key', ['object-locked', 'key-insufficient'], () =>
          store.deleteVersion(put),
        );
      await assertReads(store, put, body);
      await assertLockedUntil(store, put, until);
    },
  },
  {
    name: 'refuses to shorten, weaken or remove a lock, also to a key that may bypass',
    run: async ({ store, powerful }, at) => {
      const until = await lockForLong(store);
      const put = await putBytes(store, `${at}object`, textBytes('locked'), until);
      const refusals = ['object-locked', 'provider-refused', 'key-insufficient'] as const;
      for (const bypassGovernance of [false, true])
        for (const [what, lock] of [
          ['shorter', { mode: 'compliance', until: until - minute }],
          ['governance, same date', { mode: 'governance', until }],
          ['governance, later', { mode: 'governance', until: until + minute }],
          ['none', { mode: null, until: null }],
        ] as const)
          await assertRefused(`${what}, bypass ${bypassGovernance}`, refusals, () =>
            powerful.replaceLock(put, lock, { bypassGovernance }),
          );
      await assertRefused('renewal to an earlier date', ['object-locked'], () =>
        store.renew(put, until - minute),
      );
      await assertLockedUntil(store, put, until);
    },
  },
  {
    name: 'lets the same key bypass a governance lock, which shows that the refusals are the lock’s',
    run: async ({ store, powerful }, at) => {
      const put = await putBytes(store, `${at}object`, textBytes('weakly locked'));
      const until = await lockForLong(store);
      await powerful.replaceLock(put, { mode: 'governance', until });
      deepEqual((await store.head(put)).lock, { mode: 'governance', until, legalHold: false });
      await assertRefused('deletion', ['object-locked'], () => powerful.deleteVersion(put));
      await powerful.deleteVersion(put, { bypassGovernance: true });
      deepEqual(await listAll(store, at), []);
    },
  },
  {
    name: 'deletes a version once its lock has passed, and not before',
    run: async (subject, at) => {
      const { store, powerful, moveClock } = subject;
      const { now } = await store.providerClock();
      const lasting = moveClock === undefined ? 8_000 : 600_000;
      const until = wholeSecond(now + lasting);
      const put = await putBytes(store, `${at}object`, textBytes('locked for a moment'), until);
      if (moveClock !== undefined) {
        await assertRefused('deletion before the date', ['object-locked'], () => powerful.deleteVersion(put));
        await moveClock(lasting + 1_000);
      }
      await deleteWhenPossible(powerful, put, moveClock === undefined ? 200 : 1);
      ok((await store.providerClock()).now >= until, 'was deleted before its date');
      deepEqual(await listAll(store, at), []);
    },
  },
  {
    name: 'deletes many versions in one call, and refuses the locked ones among them one by one',
    run: async ({ store, powerful }, at) => {
      const locked = await putBytes(store, `${at}locked`, textBytes('locked'), await lockForLong(store));
      const held = await putBytes(store, `${at}held`, textBytes('held'));
      await powerful.setLegalHold(held, true);
      const gone = await putBytes(store, `${at}gone`, textBytes('gone'));
      await powerful.deleteVersion(gone);
      const older = await putBytes(store, `${at}free & <easy>`, textBytes('older'));
      const newer = await putBytes(store, older.name, textBytes('newer'));
      const { markerVersionId } = await store.hide(older.name);
      const marker = { name: older.name, versionId: markerVersionId };
      if (store !== powerful) await assertNoneDeleted(store, [older, newer, marker]);
      deepEqual(
        (await powerful.deleteVersions([older, locked, gone, held, newer, marker]))
          .map(({ version, error }) => `${version.name} ${error.code}`)
          .toSorted(),
        [`${held.name} object-locked`, `${locked.name} object-locked`],
      );
      deepEqual(
        (await listAll(store, at)).map(({ name, versionId }) => [name, versionId]),
        [
          [held.name, held.versionId],
          [locked.name, locked.versionId],
        ],
      );
      deepEqual(await powerful.deleteVersions([]), []);
      await powerful.setLegalHold(held, false);
    },
  },
  {
    name: 'lengthens a lock by version, again and again',
    run: async ({ store }, at) => {
      const until = await lockForLong(store);
      const put = await putBytes(store, `${at}object`, textBytes('locked'), until);
      for (const later of [until + 1_000, until + 2_000, until + 40 * 86_400_000]) {
        await store.renew(put, later);
        await assertLockedUntil(store, put, later);
      }
      const free = await putBytes(store, `${at}free`, textBytes('not locked yet'));
      await store.renew(free, until);
      await assertLockedUntil(store, free, until);
    },
  },
  {
    name: 'reads, renews and protects by version under a marker',
    run: (subject, at) =>
      underSomething(subject, at, async (store, name) => (await store.hide(name)).markerVersionId),
  },
  {
    name: 'reads, renews and protects by version under a newer version',
    run: (subject, at) =>
      underSomething(
        subject,
        at,
        async (store, name) => (await putBytes(store, name, textBytes('foreign bytes'))).versionId,
      ),
  },
  {
    name: 'brings the object back when the marker is deleted',
    run: async ({ store, powerful }, at) => {
      const put = await putBytes(store, `${at}object`, textBytes('hidden'), await lockForLong(store));
      const { markerVersionId } = await store.hide(put.name);
      await powerful.deleteVersion({ name: put.name, versionId: markerVersionId });
      deepEqual(
        (await listAll(store, at)).map((row) => [row.versionId, row.latest]),
        [[put.versionId, true]],
      );
    },
  },
  {
    name: 'keeps a legal hold beyond the lock until it is lifted',
    run: async ({ store, powerful }, at) => {
      const put = await putBytes(store, `${at}object`, textBytes('held'));
      await powerful.setLegalHold(put, true);
      equal((await store.head(put)).lock?.legalHold, true);
      await assertRefused('deletion under a hold', ['object-locked'], () =>
        powerful.deleteVersion(put, { bypassGovernance: true }),
      );
      await powerful.setLegalHold(put, false);
      await powerful.deleteVersion(put);
      deepEqual(await listAll(store, at), []);
    },
  },
];

async function underSomething(
  { store, powerful }: Subject,
  at: string,
  cover: (store: ObjectStore, name: string) => Promise<string>,
): Promise<void> {
  const until = await lockForLong(store);
  const body = textBytes('the original');
  const put = await putBytes(store, `${at}object`, body, until);
  const above = await cover(store, put.name);
  deepEqual(
    (await listAll(store, at)).map((row) => [row.versionId, row.latest]),
    [
      [above, true],
      [put.versionId, false],
    ],
  );
  await assertReads(store, put, body);
  await store.renew(put, until + minute);
  await assertLockedUntil(store, put, until + minute);
  await assertRefused('deletion', ['object-locked'], () =>
    powerful.deleteVersion(put, { bypassGovernance: true }),
  );
}

/** With the engine's key: refused as a whole or one by one. */
async function assertNoneDeleted(store: ObjectStore, versions: readonly ObjectVersion[]): Promise<void> {
  let codes: readonly string[];
  try {
    codes = (await store.deleteVersions(versions)).map(({ error }) => error.code);
  } catch (error) {
    if (!isHoldfastError(error, 'key-insufficient')) throw error;
    return;
  }
  deepEqual(
    codes,
    versions.map(() => 'key-insufficient'),
  );
}

/** Asks again while the lock is the reason; the provider decides when it has passed, not our clock. */
async function deleteWhenPossible(store: ObjectStore, version: ObjectVersion, pause: number): Promise<void> {
  const patience = 300;
  for (let attempt = 0; attempt < patience; attempt++) {
    try {
      await store.deleteVersion(version);
      return;
    } catch (error) {
      if (!isHoldfastError(error, 'object-locked')) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  fail(`still locked after ${patience} attempts`);
}
