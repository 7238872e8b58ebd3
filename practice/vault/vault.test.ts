import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dayMs } from './lock-rules.ts';
import { TestVault } from './testing/test-vault.ts';
import { Vault } from './vault.ts';
import type { VaultKey } from './vault-key.ts';

let t: TestVault;
beforeEach(() => {
  t = new TestVault();
});
afterEach(() => t.remove());

const refused = (reason: string): unknown => expect.objectContaining({ name: 'VaultRefusal', reason });
const contentFiles = (): number =>
  readdirSync(join(t.dir, 'contents'), { recursive: true, withFileTypes: true }).filter((f) => f.isFile())
    .length;
const asMaster = (): { bypass: boolean; key: VaultKey } => ({ bypass: false, key: t.vault.masterKey() });

describe('contents', () => {
  it.each([0, 1, 65_536, 65_537, 3_000_000])('come back with their digests: %i bytes', async (size) => {
    const bytes = randomBytes(size);
    const version = await t.put(t.bucket(), 'a', bytes);
    expect(version.sha1).toBe(createHash('sha1').update(bytes).digest('hex'));
    expect(version.etag).toBe(createHash('md5').update(bytes).digest('hex'));
    expect(version.size).toBe(size);
    expect((await t.read(version)).equals(bytes)).toBe(true);
    if (size < 2) return;
    expect((await t.read(version, { start: 1, end: size - 1 })).equals(bytes.subarray(1, -1))).toBe(true);
  });

  it('of a refused upload leave nothing behind', async () => {
    const bucket = t.bucket();
    for (const size of [10, 100_000]) {
      const content = await t.receive(randomBytes(size));
      const retention = { mode: 'compliance', until: t.vault.now() + dayMs } as const;
      expect(() =>
        t.vault.commitUpload(bucket.bucketId, 'a', content, { contentType: '', retention }),
      ).toThrow(refused('lock-not-enabled'));
    }
    expect(contentFiles()).toBe(0);
    expect(readdirSync(join(t.dir, 'incoming'))).toEqual([]);
  });

  it('of an aborted upload leave nothing behind', async () => {
    const incoming = t.vault.beginContent();
    await incoming.write(randomBytes(2_000_000));
    expect(readdirSync(join(t.dir, 'incoming'))).toHaveLength(1);
    await incoming.abort();
    await incoming.abort();
    expect(readdirSync(join(t.dir, 'incoming'))).toEqual([]);
  });

  it('of a copy are its own: the source may go', async () => {
    const bucket = t.bucket();
    const source = await t.put(bucket, 'source', 'words');
    const settings = { contentType: 'text/plain' };
    const copy = t.vault.commitUpload(bucket.bucketId, 'copy', await t.vault.copyContent(source), settings);
    const piece = await t.vault.copyContent(source, { start: 1, end: 3 });
    const part = t.vault.commitUpload(bucket.bucketId, 'part', piece, settings);
    t.vault.deleteVersion(source.fileId, asMaster());
    expect((await t.read(copy)).toString()).toBe('words');
    expect(copy.etag).toBe(source.etag);
    expect((await t.read(part)).toString()).toBe('or');
    expect(part.md5).toBe(createHash('md5').update('or').digest('hex'));
  });

  it('go when their version goes', async () => {
    const version = await t.put(t.bucket(), 'a', randomBytes(100_000));
    expect(contentFiles()).toBe(1);
    t.vault.deleteVersion(version.fileId, asMaster());
    expect(contentFiles()).toBe(0);
    expect(t.vault.version(version.fileId)).toBeUndefined();
  });
});

describe('versions of a name', () => {
  it('hide each other and appear again as those above are deleted', async () => {
    const bucket = t.bucket();
    const latest = (): string | undefined => t.vault.latest(bucket.bucketId, 'a')?.fileId;
    const first = await t.put(bucket, 'a', '1');
    const second = await t.put(bucket, 'a', '2');
    const marker = t.vault.hide(bucket.bucketId, 'a');
    expect(latest()).toBe(marker.fileId);
    expect(t.vault.version(second.fileId)?.latest).toBe(false);
    expect(() => t.vault.hide(bucket.bucketId, 'a')).toThrow(refused('already-hidden'));
    t.vault.deleteVersion(first.fileId, asMaster());
    expect(latest()).toBe(marker.fileId);
    t.vault.deleteVersion(marker.fileId, asMaster());
    expect(latest()).toBe(second.fileId);
    expect(t.vault.version(second.fileId)?.latest).toBe(true);
    t.vault.deleteVersion(second.fileId, asMaster());
    expect(latest()).toBeUndefined();
    expect(() => t.vault.hide(bucket.bucketId, 'a')).toThrow(refused('no-such-name'));
    expect(t.vault.hide(bucket.bucketId, 'a', { always: true }).action).toBe('hide');
  });

  it('are not found by a file id that is almost right', async () => {
    const { fileId } = await t.put(t.bucket(), 'a');
    const other = await t.put(t.bucket(), 'a');
    expect(t.vault.version(fileId)?.fileId).toBe(fileId);
    expect(t.vault.version(fileId.replace(/_u\d+$/, '_u00000000000001'))).toBeUndefined();
    expect(t.vault.version(fileId.replace(/z\w+_f/, `z${other.bucketId}_f`))).toBeUndefined();
    expect(t.vault.version('nonsense')).toBeUndefined();
  });

  it('have names and metadata within bounds', async () => {
    const [plain, locking] = [t.bucket(), t.lockBucket()];
    const info = (length: number): Record<string, string> => ({ key: 'x'.repeat(length) });
    await expect(t.put(plain, 'n'.repeat(1025))).rejects.toThrow(refused('name-invalid'));
    await expect(t.put(plain, 'é'.repeat(513))).rejects.toThrow(refused('name-invalid'));
    await expect(t.put(plain, '')).rejects.toThrow(refused('name-invalid'));
    await t.put(plain, 'n'.repeat(1000), '', { info: info(5997) });
    await expect(t.put(plain, 'n'.repeat(1000), '', { info: info(5998) })).rejects.toThrow(
      refused('metadata-too-large'),
    );
    await t.put(locking, 'n'.repeat(1000), '', { info: info(1045) });
    await expect(t.put(locking, 'n'.repeat(1000), '', { info: info(1046) })).rejects.toThrow(
      refused('metadata-too-large'),
    );
  });
});

describe('locks', () => {
  it('are stamped by default, in the upload, or not at all', async () => {
    const period = { duration: 7, unit: 'days' } as const;
    const bucket = t.lockBucket({ defaultRetention: { mode: 'governance', period } });
    const byDefault = await t.put(bucket, 'a');
    expect(byDefault.retention).toEqual({ mode: 'governance', until: byDefault.uploadedAt + 7 * dayMs });
    const retention = { mode: 'compliance', until: t.vault.now() + 1 } as const;
    expect((await t.put(bucket, 'a', '', { retention })).retention).toEqual(retention);
    expect((await t.put(t.lockBucket(), 'a')).retention).toBeNull();
    expect(t.vault.hide(bucket.bucketId, 'a').retention).toBeNull();
  });

  it('hold until their time has passed, by the clock that can be moved', async () => {
    const bucket = t.lockBucket();
    const until = t.vault.now() + 40 * dayMs;
    const { fileId } = await t.put(bucket, 'a', 'x', { retention: { mode: 'compliance', until } });
    const change = { bypass: true, key: t.vault.masterKey() };
    expect(() => t.vault.deleteVersion(fileId, change)).toThrow(refused('locked'));
    expect(() => t.vault.updateRetention(fileId, { mode: 'compliance', until: until - 1 }, change)).toThrow(
      refused('retention-protected'),
    );
    t.vault.advance(40 * dayMs - 1);
    expect(() => t.vault.deleteVersion(fileId, change)).toThrow(refused('locked'));
    t.vault.advance(1);
    t.vault.deleteVersion(fileId, change);
  });

  it('by hold: set, kept against everybody, lifted', async () => {
    const { fileId } = await t.put(t.lockBucket(), 'a', 'x', { legalHold: true });
    const change = { bypass: true, key: t.vault.masterKey() };
    expect(() => t.vault.deleteVersion(fileId, change)).toThrow(refused('locked'));
    t.vault.advance(4000 * dayMs);
    expect(() => t.vault.deleteVersion(fileId, change)).toThrow(refused('locked'));
    expect(t.vault.updateLegalHold(fileId, false).legalHold).toBe(false);
    t.vault.deleteVersion(fileId, change);
  });

  it('cannot be put on markers, unfinished files and buckets without lock', async () => {
    const bucket = t.lockBucket();
    await t.put(bucket, 'a');
    const marker = t.vault.hide(bucket.bucketId, 'a');
    const started = t.vault.startLarge(bucket.bucketId, 'b', { contentType: '' });
    const plain = await t.put(t.bucket(), 'a');
    const retention = { mode: 'compliance', until: t.vault.now() + dayMs } as const;
    for (const [fileId, reason] of [
      [marker.fileId, 'is-marker'],
      [started.fileId, 'is-marker'],
      [plain.fileId, 'lock-not-enabled'],
      ['nothing', 'no-such-version'],
    ] as const) {
      expect(() => t.vault.updateRetention(fileId, retention, asMaster())).toThrow(refused(reason));
      expect(() => t.vault.updateLegalHold(fileId, true)).toThrow(refused(reason));
    }
  });

  it('are taken and not kept by a liar', async () => {
    const liar = new TestVault({ liar: true });
    const retention = { mode: 'compliance', until: liar.vault.now() + dayMs } as const;
    const { fileId } = await liar.put(liar.lockBucket(), 'a', 'x', { retention });
    const change = { bypass: false, key: liar.vault.masterKey() };
    expect(() => liar.vault.updateRetention(fileId, null, change)).toThrow(refused('retention-protected'));
    liar.vault.deleteVersion(fileId, change);
    liar.remove();
  });
});

describe('buckets', () => {
  it('change by what is said and by revision', () => {
    const bucket = t.bucket({ info: { a: '1' } });
    const changed = t.vault.updateBucket(bucket.bucketId, { type: 'allPublic', ifRevisionIs: 1 });
    expect(changed).toEqual({ ...bucket, type: 'allPublic', revision: 2 });
    expect(() => t.vault.updateBucket(bucket.bucketId, { info: {}, ifRevisionIs: 1 })).toThrow(
      refused('bucket-changed'),
    );
  });

  it('take a lock later, and keep it', () => {
    const { bucketId } = t.bucket();
    const defaultRetention = { mode: 'compliance', period: { duration: 1, unit: 'days' } } as const;
    expect(() => t.vault.updateBucket(bucketId, { defaultRetention })).toThrow(refused('lock-not-enabled'));
    t.vault.updateBucket(bucketId, { lockEnabled: true, defaultRetention });
    t.vault.updateBucket(bucketId, { lockEnabled: true });
    expect(() => t.vault.updateBucket(bucketId, { lockEnabled: false })).toThrow(
      refused('lock-cannot-be-disabled'),
    );
    expect(t.vault.updateBucket(bucketId, { defaultRetention: null }).defaultRetention).toBeNull();
  });

  it.each([0, 3001, 1.5])('refuse a default of %s days', (duration) => {
    const defaultRetention = { mode: 'compliance', period: { duration, unit: 'days' } } as const;
    expect(() => t.lockBucket({ defaultRetention })).toThrow(refused('retention-invalid'));
  });

  it.each(['short', 'under_score', 'b2-mine', 'B2-mine', 'x'.repeat(64), 'späte', 'white space'])(
    'refuse the name %s',
    (name) => {
      expect(() => t.bucket({ name })).toThrow(refused('bucket-name-invalid'));
    },
  );

  it('refuse a name that is taken, in any case of letters', () => {
    t.bucket({ name: 'taken-name' });
    expect(() => t.bucket({ name: 'Taken-Name' })).toThrow(refused('bucket-name-taken'));
  });

  it.each([
    [{ daysFromHidingToDeleting: 0 }],
    [{ daysFromUploadingToHiding: 1.5 }],
    [{ daysFromHidingToDeleting: null }],
  ])('refuse the rule %o', (days) => {
    const rule = {
      fileNamePrefix: '',
      daysFromHidingToDeleting: null,
      daysFromUploadingToHiding: null,
      daysFromStartingToCancelingUnfinishedLargeFiles: null,
      ...days,
    };
    expect(() => t.bucket({ lifecycleRules: [rule] })).toThrow(refused('rule-invalid'));
  });

  it('go only when empty of versions, markers and unfinished files', async () => {
    const bucket = t.bucket();
    const remove = (): unknown => t.vault.deleteBucket(bucket.bucketId);
    const { fileId } = await t.put(bucket, 'a');
    const marker = t.vault.hide(bucket.bucketId, 'a');
    const started = t.vault.startLarge(bucket.bucketId, 'a', { contentType: '' });
    for (const id of [fileId, marker.fileId, started.fileId]) {
      expect(remove).toThrow(refused('bucket-not-empty'));
      t.vault.deleteVersion(id, asMaster());
    }
    remove();
    expect(t.vault.bucketByName(bucket.name)).toBeUndefined();
  });
});

describe('the folder', () => {
  it('holds everything over a restart', async () => {
    const bucket = t.lockBucket({
      info: { a: 'b' },
      lifecycleRules: [
        {
          fileNamePrefix: 'x/',
          daysFromHidingToDeleting: 7,
          daysFromUploadingToHiding: null,
          daysFromStartingToCancelingUnfinishedLargeFiles: null,
        },
      ],
    });
    const retention = { mode: 'compliance', until: t.vault.now() + dayMs } as const;
    const version = await t.put(bucket, 'a', 'words', { retention, legalHold: true, info: { k: 'v' } });
    const marker = t.vault.hide(bucket.bucketId, 'a');
    const key = t.vault.createKey({
      name: 'one',
      capabilities: ['readFiles'],
      bucketIds: [bucket.bucketId],
      namePrefix: 'a',
      validSeconds: 60,
    });
    const started = t.vault.startLarge(bucket.bucketId, 'large', { contentType: '' });
    t.vault.addPart(started.fileId, 1, await t.receive('part'));
    const [first, master, account] = [t.vault.firstKey(), t.vault.masterKey(), t.vault.accountId];
    t.vault.advance(1000);
    t.restart();
    expect(t.vault.clockOffset).toBe(1000);
    expect(t.vault.bucketByName(bucket.name)).toEqual(bucket);
    expect(t.vault.version(version.fileId)).toEqual({ ...version, latest: false });
    expect(t.vault.latest(bucket.bucketId, 'a')).toEqual(marker);
    expect((await t.read(version)).toString()).toBe('words');
    expect(t.vault.key(key.keyId)).toEqual(key);
    expect([t.vault.firstKey(), t.vault.masterKey(), t.vault.accountId]).toEqual([first, master, account]);
    expect(t.vault.listParts(started.fileId, { max: 10 }).parts).toHaveLength(1);
  });

  it('belongs to one vault at a time', () => {
    expect(() => new Vault({ dir: t.dir })).toThrow(expect.objectContaining({ code: 'SQLITE_BUSY' }));
  });
});

describe('keys', () => {
  const wanted = { name: 'k', capabilities: ['readFiles'], bucketIds: null, namePrefix: null };
  it('number themselves anew, list without the expired, and go', () => {
    const a = t.vault.createKey({ ...wanted, validSeconds: 10 });
    const b = t.vault.createKey({ ...wanted, validSeconds: null });
    const ids = (): string[] => t.vault.listKeys({ max: 10 }).keys.map((key) => key.keyId);
    expect(ids()).toEqual([t.vault.firstKey().keyId, a.keyId, b.keyId]);
    expect(t.vault.listKeys({ startId: a.keyId, max: 1 })).toMatchObject({ nextId: b.keyId });
    t.vault.advance(10_000);
    expect(ids()).toEqual([t.vault.firstKey().keyId, b.keyId]);
    t.vault.deleteKey(b.keyId);
    expect(t.vault.createKey({ ...wanted, validSeconds: null }).keyId).not.toBe(b.keyId);
    expect(() => t.vault.deleteKey(b.keyId)).toThrow(refused('no-such-key'));
    expect(() => t.vault.deleteKey(t.vault.masterKey().keyId)).toThrow(refused('no-such-key'));
  });

  it.each([
    { name: 'no spaces' },
    { name: '' },
    { capabilities: [] },
    { capabilities: ['flyFiles'] },
    { validSeconds: 0 },
    { validSeconds: 86_400_001 },
  ])('are refused with %o', (wrong) => {
    expect(() => t.vault.createKey({ ...wanted, validSeconds: null, ...wrong })).toThrow(
      refused('key-invalid'),
    );
  });
});
