import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPracticeSubject, type PracticeSubject } from '../../test/storage/open-practice-subject.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { conformanceChecks } from './conformance/conformance-checks.ts';
import type { ObjectStore, RefusedDeletion } from './object-store.ts';

/** What a lying store does instead, given the honest one. */
type Lie = (honest: ObjectStore) => Partial<ObjectStore>;

async function* firstPageOnly<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const page of pages) {
    yield page;
    return;
  }
}

async function* changed<T>(
  pages: AsyncIterable<readonly T[]>,
  change: (page: readonly T[]) => readonly T[],
): AsyncGenerator<readonly T[]> {
  for await (const page of pages) yield change(page);
}

const missing = (): never => {
  throw new HoldfastError('object-missing');
};

/** For the check that only lists a thousand names: they are put there once for all lies. */
const alreadyThere: Partial<ObjectStore> = {
  put: () => Promise.resolve({ versionId: 'there', providerTime: 0 }),
};

/** By the name of the check that must find it out. */
const lies: Readonly<Record<string, Readonly<Record<string, Lie>>>> = {
  'gives back the bytes, the size and the time of a PUT': {
    'one bit of what it stores turns': (honest) => ({
      get: async (version, range) =>
        (await honest.get(version, range)).map((byte, at) => (at === 7 ? byte ^ 1 : byte)),
    }),
    'tells a wrong size': (honest) => ({
      head: async (version) => ({ ...(await honest.head(version)), size: 100_000 }),
    }),
    'tells a wrong time': (honest) => ({
      head: async (version) => ({ ...(await honest.head(version)), uploadedAt: 0 }),
    }),
  },
  'keeps an empty object and one of several megabytes': {
    'cuts large objects': (honest) => ({
      get: async (version, range) => (await honest.get(version, range)).subarray(0, 5_000_000),
    }),
  },
  'stores a view on a larger buffer, not the buffer': {
    'stores the whole buffer': (honest) => ({
      put: (request) => {
        const body = new Uint8Array(request.body.buffer);
        const sha256 = createHash('sha256').update(body).digest('hex');
        return honest.put({ ...request, body, sha256 });
      },
    }),
  },
  'reads ranges exactly and refuses those beyond the end': {
    'takes the end of a range as inclusive': (honest) => ({
      get: async (version, range) =>
        await honest.get(version, range && { start: range.start, end: Math.min(range.end + 1, 70_000) }),
    }),
    'gives what there is beyond the end': (honest) => ({
      get: async (version, range) => (await honest.get(version)).subarray(range?.start, range?.end),
    }),
  },
  'refuses bytes that do not match the hash sent with them': {
    'does not look at the hash': (honest) => ({
      put: (request) =>
        honest.put({ ...request, sha256: createHash('sha256').update(request.body).digest('hex') }),
    }),
  },
  'deletes an unlocked version for a key that may, and then says that it is missing': {
    'deletes nothing': () => ({ deleteVersion: () => Promise.resolve() }),
    'answers for what is gone': (honest) => ({
      get: (version, range) => honest.get(version, range).catch(() => new Uint8Array(1)),
    }),
  },
  'keeps every version of a name and finds the oldest last': {
    'lists the oldest first': (honest) => ({
      listVersions: (prefix, options) =>
        changed(honest.listVersions(prefix, options), (page) => page.toReversed()),
    }),
    'lists the newest only': (honest) => ({
      listVersions: (prefix, options) =>
        changed(honest.listVersions(prefix, options), (page) => page.filter((row) => row.latest)),
    }),
  },
  'does with "only if absent" what is known of it': {
    'forgets the condition': (honest) => ({
      put: (request) => honest.put({ ...request, onlyIfAbsent: false }),
    }),
  },
  'tells the provider’s time, and that locks are on': {
    'has a clock that stands still': () => ({
      providerClock: () => Promise.resolve({ now: Date.UTC(2026), movedBy: 0 }),
    }),
    'has no locks': (honest) => ({
      bucketState: async () => ({ ...(await honest.bucketState()), lockEnabled: false }),
    }),
  },
  'lists by name, then newest first, markers among the objects, and nothing beyond the prefix': {
    'leaves markers out': (honest) => ({
      listVersions: (prefix, options) =>
        changed(honest.listVersions(prefix, options), (page) => page.filter((row) => row.kind === 'object')),
    }),
    'takes the prefix for a beginning of a folder': (honest) => ({
      listVersions: (prefix, options) => honest.listVersions(prefix.replace(/\/$/, ''), options),
    }),
  },
  'pages through more than 1,000 names, also where a page ends between versions of one name': {
    'stops after a page': (honest) => ({
      ...alreadyThere,
      listVersions: (prefix, options) => firstPageOnly(honest.listVersions(prefix, options)),
    }),
    'begins from the start': (honest) => ({
      ...alreadyThere,
      listVersions: (prefix) => honest.listVersions(prefix),
    }),
  },
  'takes odd names as they are and sorts them by bytes': {
    'sorts like JavaScript': (honest) => ({
      listVersions: (prefix, options) =>
        changed(honest.listVersions(prefix, options), (page) =>
          page.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
        ),
    }),
    'decodes once too often': (honest) => ({
      listVersions: (prefix, options) =>
        changed(honest.listVersions(prefix, options), (page) =>
          page.map((row) => ({ ...row, name: decodeURIComponent(row.name) })),
        ),
    }),
  },
  'reads lock dates back to the second': {
    'locks until the end of the hour': (honest) => ({
      put: (request) =>
        honest.put(
          request.lockUntil === undefined
            ? request
            : { ...request, lockUntil: Math.ceil(request.lockUntil / 3_600_000) * 3_600_000 + 1_000 },
        ),
    }),
    'forgets to lock': (honest) => ({ put: (request) => honest.put({ ...request, lockUntil: undefined }) }),
  },
  'refuses to delete a locked version, also to a key that may delete and bypass': {
    'deletes locked versions': () => ({ deleteVersion: () => Promise.resolve() }),
    'takes a compliance lock for governance': (honest) => ({
      deleteVersion: (version, options) =>
        options?.bypassGovernance === true ? Promise.resolve() : honest.deleteVersion(version, options),
    }),
  },
  'refuses to shorten, weaken or remove a lock, also to a key that may bypass': {
    'lets locks be changed': () => ({ replaceLock: () => Promise.resolve() }),
    'lets the date be kept and the mode weakened': (honest) => ({
      replaceLock: (version, lock, options) =>
        lock.mode === 'governance' ? Promise.resolve() : honest.replaceLock(version, lock, options),
    }),
  },
  'lets the same key bypass a governance lock, which shows that the refusals are the lock’s': {
    'refuses whatever is asked': () => ({
      deleteVersion: () => Promise.reject(new HoldfastError('object-locked')),
    }),
  },
  'deletes a version once its lock has passed, and not before': {
    'deletes at once': (honest) => ({
      deleteVersion: (version) => honest.deleteVersion(version).catch(() => undefined),
    }),
    'says so without doing it': (honest) => {
      let asked = 0;
      return {
        deleteVersion: (version) => (asked++ === 0 ? honest.deleteVersion(version) : Promise.resolve()),
      };
    },
  },
  'deletes many versions in one call, and refuses the locked ones among them one by one': {
    'deletes nothing': (honest) => ({
      deleteVersions: async (versions) => {
        const locked: RefusedDeletion[] = [];
        for (const version of versions) {
          const lock = await honest.head(version).then(
            (head) => head.lock,
            () => null,
          );
          if (lock?.until || lock?.legalHold)
            locked.push({ version, error: new HoldfastError('object-locked') });
        }
        return locked;
      },
    }),
    'lets one lock save the others': (honest) => ({
      deleteVersions: (versions) =>
        versions.length > 3
          ? Promise.reject(new HoldfastError('object-locked'))
          : honest.deleteVersions(versions),
    }),
    'takes what is gone for refused': (honest) => ({
      deleteVersions: async (versions) => {
        const refused = await honest.deleteVersions(versions);
        const [first] = versions;
        return first ? [...refused, { version: first, error: new HoldfastError('object-missing') }] : refused;
      },
    }),
    'deletes locked versions and says nothing': (honest) => ({
      deleteVersions: async (versions) => {
        await honest.deleteVersions(versions);
        return [];
      },
    }),
  },
  'lengthens a lock by version, again and again': {
    'renews nothing': () => ({ renew: () => Promise.resolve() }),
  },
  'reads, renews and protects by version under a marker': {
    'takes what is hidden for gone': (honest) => {
      const hidden = new Set<string>();
      return {
        hide: (name) => {
          hidden.add(name);
          return honest.hide(name);
        },
        get: (version, range) => (hidden.has(version.name) ? missing() : honest.get(version, range)),
      };
    },
  },
  'reads, renews and protects by version under a newer version': {
    'reads the newest, whatever version is asked for': (honest) => ({
      get: async (version, range) => {
        for await (const [newest] of honest.listVersions(version.name))
          if (newest !== undefined) return await honest.get(newest, range);
        return missing();
      },
    }),
    'renews the newest, whatever version is asked for': (honest) => ({
      renew: async (version, until) => {
        for await (const [newest] of honest.listVersions(version.name))
          if (newest !== undefined) return await honest.renew(newest, until);
      },
    }),
  },
  'says of a marker and of an id that was never given that there is no object': {
    'calls it a refusal': () => ({
      get: () => Promise.reject(new HoldfastError('provider-refused')),
    }),
    'tells of the object below': (honest) => ({
      head: async ({ name }) => {
        for await (const page of honest.listVersions(name)) {
          const below = page.find(({ kind }) => kind === 'object');
          if (below) return await honest.head(below);
        }
        return missing();
      },
    }),
  },
  'brings the object back when the marker is deleted': {
    'keeps markers for ever': () => ({ deleteVersion: () => Promise.resolve() }),
  },
  'keeps a legal hold beyond the lock until it is lifted': {
    'sets no hold': () => ({ setLegalHold: () => Promise.resolve() }),
    'shows a hold and does not keep it': (honest) => ({
      deleteVersion: async (version, options) => {
        if (options?.bypassGovernance !== true) await honest.deleteVersion(version, options);
      },
    }),
  },
};

function lyingStore(honest: ObjectStore, lie: Lie): ObjectStore {
  const told: Partial<Record<PropertyKey, unknown>> = lie(honest);
  return new Proxy(honest, {
    get: (target, property) => {
      if (told[property] !== undefined) return told[property];
      const own: unknown = Reflect.get(target, property, target);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}

describe('a store that lies is found out', () => {
  let subject: PracticeSubject;
  let thousandAt: string;
  beforeAll(async () => {
    subject = await openPracticeSubject('b2');
    thousandAt = `${subject.prefix}thousand/`;
    const thousand = conformanceChecks.find((check) => check.name.includes('1,000'));
    await thousand?.run(subject, thousandAt);
  });
  afterAll(() => subject.close());

  for (const check of conformanceChecks)
    for (const [what, lie] of Object.entries(lies[check.name] ?? {}))
      test(`${what} – ${check.name}`, async () => {
        const store = lyingStore(subject.store, lie);
        const powerful = lyingStore(subject.powerful, lie);
        const at = check.name.includes('1,000') ? thousandAt : `${subject.prefix}${randomUUID()}/`;
        await expect(check.run({ ...subject, store, powerful }, at)).rejects.toBeInstanceOf(Error);
      });

  test('in every single check', () => {
    expect(Object.keys(lies).toSorted()).toEqual(conformanceChecks.map((check) => check.name).toSorted());
  });
});

test('a practice vault that is told to lie is found out by the locks only', async () => {
  const subject = await openPracticeSubject('s3', { liar: true });
  const failed: string[] = [];
  for (const check of conformanceChecks.filter((each) => !each.name.includes('1,000')))
    await check.run(subject, `${subject.prefix}${randomUUID()}/`).catch(() => failed.push(check.name));
  await subject.close();
  expect(failed).toEqual([
    'refuses to delete a locked version, also to a key that may delete and bypass',
    'lets the same key bypass a governance lock, which shows that the refusals are the lock’s',
    'deletes a version once its lock has passed, and not before',
    'deletes many versions in one call, and refuses the locked ones among them one by one',
    'reads, renews and protects by version under a marker',
    'reads, renews and protects by version under a newer version',
    'keeps a legal hold beyond the lock until it is lifted',
  ]);
});
