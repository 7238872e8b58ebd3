import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256Hex } from '../crypto/sha256.ts';
import type { ListedVersion, ObjectVersion } from '../model/object.ts';
import { listFolder } from './list-folder.ts';
import { objectName } from './names.ts';
import { findAmong, type FoundObject } from './read-object.ts';

const ours = randomBytes(100);
const name = objectName('', 'repository', sha256Hex(ours));
const flood = 100_000;

/** Versions of one name, oldest first, as S3 lists them: without their locks. Number 0 is ours. */
function listed(count: number): ListedVersion[] {
  return Array.from({ length: count }, (_, number) => ({
    name,
    versionId: String(number),
    kind: 'object',
    size: ours.length,
    uploadedAt: number,
    latest: number === count - 1,
    lock: undefined,
  }));
}

function counting() {
  const calls = { get: 0, head: 0 };
  const store = {
    calls,
    get: ({ versionId }: ObjectVersion) => {
      calls.get++;
      return Promise.resolve(versionId === '0' ? ours : randomBytes(ours.length));
    },
    head: (version: ObjectVersion) => {
      calls.head++;
      return Promise.resolve({
        ...listed(1)[0]!,
        ...version,
        lock: { mode: null, until: null, legalHold: false },
      });
    },
    listVersions: async function* () {
      const newestFirst = listed(flood).toReversed();
      for (let at = 0; at < flood; at += 1000) yield newestFirst.slice(at, at + 1000);
    },
  };
  return store;
}

test('a flood of versions above ours costs a bounded number of calls', async () => {
  const store = counting();
  expect((await findAmong(store, '', listed(flood), undefined, 1000))?.version.versionId).toBe('0');
  expect(store.calls).toEqual({ get: 1, head: 33 });
});

test('a flood of versions under a name that is nobody’s costs a bounded number of reads', async () => {
  const store = counting();
  expect(await findAmong(store, '', listed(flood).slice(1), undefined, 1000)).toBeUndefined();
  expect(store.calls).toEqual({ get: 8, head: 8 });
});

test('a small folder with a flooded name is read in time that grows with the flood, not with its square', async () => {
  const store = counting();
  const found: FoundObject[] = [];
  for await (const one of listFolder(store, '', 'repository', 1000)) found.push(one);
  expect(found.map(({ version }) => version.versionId)).toEqual(['0']);
});
