import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPracticeSubject, type PracticeSubject } from '../../test/storage/open-practice-subject.ts';
import { deriveKeys, fingerprint } from '../crypto/keys.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { realWorld } from '../system/world.ts';
import { addPassphraseSlot, createRepository, type CreatedRepository } from './create-repository.ts';
import { objectName, type ObjectKind } from './names.ts';
import { openRepository, repositoryFromKit } from './open-repository.ts';
import { encodeRepository } from './repository-object.ts';
import { lockPolicy } from '../locks/lock-policy.ts';

const policy = lockPolicy(3);
const slotCost = { memoryKiB: 65_536, iterations: 2 };
const chunking = { min: 512 * 1024, avg: 2 * 1024 * 1024, max: 8 * 1024 * 1024 };

describe.each(['s3', 'b2'] as const)('on the practice vault (%s)', (kind) => {
  let subject: PracticeSubject;
  let number = 0;
  const freshPrefix = (): string => `${subject.prefix}${++number}/`;

  beforeAll(async () => {
    subject = await openPracticeSubject(kind);
  });
  afterAll(() => subject.close());

  function create(prefix: string, master: Uint8Array, passphrase?: string): Promise<CreatedRepository> {
    const { store } = subject;
    return createRepository({
      store,
      prefix,
      master,
      passphrase,
      policy,
      world: realWorld,
      chunking,
      slotCost,
    });
  }

  /** Anything under its own hash: what an intruder with the backup key can do. */
  async function plant(prefix: string, folder: ObjectKind, body: Uint8Array): Promise<void> {
    const sha256 = sha256Hex(body);
    await subject.store.put({ name: objectName(prefix, folder, sha256), body, sha256, lockUntil: undefined });
  }

  test('what was created opens with words and with passphrase, and is locked', async () => {
    const prefix = freshPrefix();
    const master = randomBytes(32);
    const { repository, objects } = await create(prefix, master, 'correct horse');
    for (const secret of [{ master }, { passphrase: 'correct horse' }]) {
      const opened = await openRepository({ store: subject.store, prefix, secret });
      expect(Buffer.compare(opened.master, master)).toBe(0);
      expect(opened.repository).toEqual({ ...repository, chunking });
    }
    expect(objects.map((object) => object.name.split('/')[0])).toEqual(['keys', 'repository']);
    const { now } = await subject.store.providerClock();
    for (const object of objects) {
      const { lock } = await subject.store.head({ name: prefix + object.name, versionId: object.versionId });
      expect(lock).toMatchObject({ mode: 'compliance', until: object.confirmedUntil });
      expect(object.confirmedUntil).toBeGreaterThan(now + policy.protectMs);
    }
  });

  test('hidden and overwritten by an intruder it still opens', async () => {
    const prefix = freshPrefix();
    const master = randomBytes(32);
    const { repository, objects } = await create(prefix, master, 'correct horse');
    for (const object of objects) {
      const body = randomBytes(object.size);
      const name = prefix + object.name;
      await subject.store.hide(name);
      await subject.store.put({ name, body, sha256: sha256Hex(body), lockUntil: undefined });
      await subject.store.hide(name);
    }
    await plant(prefix, 'repository', randomBytes(100));
    await plant(prefix, 'keys', randomBytes(100));
    const thief = randomBytes(32);
    const theirs = { repositoryId: repository.repositoryId, fingerprint: fingerprint(thief), chunking };
    await plant(prefix, 'repository', encodeRepository(deriveKeys(thief), theirs));
    await addPassphraseSlot({ ...repository, prefix }, thief, 'correct horse', policy, realWorld, slotCost);

    for (const secret of [{ master }, { passphrase: 'correct horse' }]) {
      const opened = await openRepository({ store: subject.store, prefix, secret });
      expect(opened.repository.repositoryId).toBe(repository.repositoryId);
      expect(Buffer.compare(opened.master, master)).toBe(0);
    }
  });

  test('the oldest of two authentic ones counts', async () => {
    const prefix = freshPrefix();
    const master = randomBytes(32);
    const { repository } = await create(prefix, master);
    const later = { repositoryId: 'f'.repeat(32), fingerprint: fingerprint(master), chunking };
    // Stores tell upload times in seconds at worst.
    await subject.moveClock?.(1000);
    await plant(prefix, 'repository', encodeRepository(deriveKeys(master), later));
    const opened = await openRepository({ store: subject.store, prefix, secret: { master } });
    expect(opened.repository.repositoryId).toBe(repository.repositoryId);
  });

  test('a new passphrase is a second slot', async () => {
    const prefix = freshPrefix();
    const master = randomBytes(32);
    const { repository } = await create(prefix, master, 'first');
    await addPassphraseSlot(repository, master, 'second', policy, realWorld, slotCost);
    for (const passphrase of ['first', 'second'])
      expect((await openRepository({ store: subject.store, prefix, secret: { passphrase } })).master).toEqual(
        new Uint8Array(master),
      );
  });

  test('each wrong secret and place has its own error', async () => {
    const { store } = subject;
    const prefix = freshPrefix();
    const master = randomBytes(32);
    const open = (
      secret: { master: Uint8Array } | { passphrase: string },
      where = prefix,
    ): Promise<unknown> => openRepository({ store, prefix: where, secret });
    await expect(open({ master })).rejects.toMatchObject({ code: 'repository-missing' });
    await create(prefix, master, 'right');
    await expect(open({ master: randomBytes(32) })).rejects.toMatchObject({ code: 'words-wrong' });
    await expect(open({ passphrase: 'wrong' })).rejects.toMatchObject({ code: 'passphrase-wrong' });
    await expect(open({ master }, freshPrefix())).rejects.toMatchObject({ code: 'repository-missing' });
    await expect(create(prefix, randomBytes(32))).rejects.toMatchObject({ code: 'repository-exists' });
    await expect(create('no-slash', master)).rejects.toMatchObject({ code: 'usage' });
  });

  test('one of a later format says so', async () => {
    const prefix = freshPrefix();
    const master = randomBytes(32);
    const id = { repositoryId: '0'.repeat(32), fingerprint: fingerprint(master), chunking };
    const later = encodeRepository(deriveKeys(master), id);
    later[8] = 2;
    await plant(prefix, 'repository', later);
    const opening = openRepository({ store: subject.store, prefix, secret: { master } });
    await expect(opening).rejects.toMatchObject({ code: 'format-unknown', details: { version: 2 } });
  });
});

test('the kit alone is enough to read', () => {
  const master = randomBytes(32);
  const store = {} as Parameters<typeof repositoryFromKit>[0];
  const repository = repositoryFromKit(store, 'pc/', master, '0'.repeat(32));
  expect(repository.keys).toEqual(deriveKeys(master));
  expect(() => repositoryFromKit(store, 'pc/', master, 'x')).toThrow('usage');
});
