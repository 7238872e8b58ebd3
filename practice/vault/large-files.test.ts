import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minPartBytes } from './large-files.ts';
import { dayMs } from './lock-rules.ts';
import { TestVault } from './testing/test-vault.ts';
import type { VaultBucket } from './vault-bucket.ts';

let t: TestVault;
let bucket: VaultBucket;
beforeEach(() => {
  t = new TestVault();
  bucket = t.lockBucket();
});
afterEach(() => t.remove());

const refused = (reason: string): unknown => expect.objectContaining({ name: 'VaultRefusal', reason });
const md5 = (bytes: Buffer): Buffer => createHash('md5').update(bytes).digest();
const contentFiles = (): number =>
  readdirSync(join(t.dir, 'contents'), { recursive: true, withFileTypes: true }).filter((f) => f.isFile())
    .length;
const start = (name = 'large'): string =>
  t.vault.startLarge(bucket.bucketId, name, { contentType: '' }).fileId;

describe('a large file', () => {
  const big = randomBytes(minPartBytes);
  const rest = Buffer.from('the rest');

  it('is its parts, in order, under the id it was started with', async () => {
    const fileId = start();
    t.vault.addPart(fileId, 2, await t.receive(rest));
    t.vault.addPart(fileId, 1, await t.receive('sent again below'));
    t.vault.addPart(fileId, 1, await t.receive(big));
    t.vault.addPart(fileId, 7, await t.receive('not named'));
    expect(t.vault.latest(bucket.bucketId, 'large')).toBeUndefined();
    const file = t.vault.finishLarge(fileId, {
      parts: [{ partNumber: 1 }, { partNumber: 2, etag: md5(rest).toString('hex') }],
      minParts: 2,
    });
    expect(file).toMatchObject({ fileId, action: 'upload', size: big.length + rest.length, sha1: null });
    const tag = createHash('md5')
      .update(Buffer.concat([md5(big), md5(rest)]))
      .digest('hex');
    expect(file.etag).toBe(`${tag}-2`);
    expect((await t.read(file)).equals(Buffer.concat([big, rest]))).toBe(true);
    const seam = { start: big.length - 2, end: big.length + 3 };
    expect((await t.read(file, seam)).equals(Buffer.concat([big.subarray(-2), rest.subarray(0, 3)]))).toBe(
      true,
    );
    expect(contentFiles()).toBe(2);
    const copy = t.vault.commitUpload(bucket.bucketId, 'copy', await t.vault.copyContent(file), {
      contentType: '',
    });
    expect((await t.read(copy)).length).toBe(file.size);
    expect(copy.etag).toBe(file.etag);
  });

  it('lists its parts by pages', async () => {
    const fileId = start();
    for (const n of [3, 1, 2]) t.vault.addPart(fileId, n, await t.receive(`part ${n}`));
    const page = t.vault.listParts(fileId, { max: 2 });
    expect(page.parts.map((part) => part.partNumber)).toEqual([1, 2]);
    expect(page.nextPart).toBe(3);
    expect(t.vault.listParts(fileId, { startPart: 3, max: 2 })).toMatchObject({ nextPart: null });
  });

  it('is refused with wrong parts, and can then still be finished', async () => {
    const fileId = start();
    const [one, two] = [{ partNumber: 1 }, { partNumber: 2 }];
    for (const part of [one, two]) t.vault.addPart(fileId, part.partNumber, await t.receive('small'));
    const finish =
      (parts: object[], minParts = 1) =>
      () =>
        t.vault.finishLarge(fileId, { parts: parts as { partNumber: number }[], minParts });
    expect(finish([one], 2)).toThrow(refused('too-few-parts'));
    expect(finish([one, { partNumber: 3 }])).toThrow(refused('part-missing'));
    expect(finish([two, one])).toThrow(refused('part-order-invalid'));
    expect(finish([one, one])).toThrow(refused('part-order-invalid'));
    expect(finish([{ ...one, sha1: '00' }])).toThrow(refused('part-mismatch'));
    expect(finish([{ ...one, etag: '00' }])).toThrow(refused('part-mismatch'));
    expect(finish([one, two])).toThrow(refused('part-too-small'));
    expect(finish([one])().size).toBe(5);
    expect(finish([one])).toThrow(refused('no-such-upload'));
  });

  it.each([0, 10_001, 1.5, NaN])('has no part number %s', async (partNumber) => {
    const fileId = start();
    const content = await t.receive('x');
    expect(() => t.vault.addPart(fileId, partNumber, content)).toThrow(refused('part-number-invalid'));
  });

  it('can be cancelled, parts and all, by cancel or delete', async () => {
    for (const cancel of [
      (fileId: string) => t.vault.cancelLarge(fileId),
      (fileId: string) => t.vault.deleteVersion(fileId, { bypass: false, key: t.vault.masterKey() }),
    ]) {
      const fileId = start();
      t.vault.addPart(fileId, 1, await t.receive('x'));
      cancel(fileId);
      expect(contentFiles()).toBe(0);
      expect(() => t.vault.cancelLarge(fileId)).toThrow(refused('no-such-upload'));
      const late = await t.receive('late');
      expect(() => t.vault.addPart(fileId, 2, late)).toThrow(refused('no-such-upload'));
    }
  });

  it('takes its place by the time of its start', async () => {
    const fileId = start('name');
    t.vault.addPart(fileId, 1, await t.receive('old'));
    const newer = await t.put(bucket, 'name', 'new');
    const file = t.vault.finishLarge(fileId, { parts: [{ partNumber: 1 }], minParts: 1 });
    expect(file.latest).toBe(false);
    expect(t.vault.latest(bucket.bucketId, 'name')?.fileId).toBe(newer.fileId);

    const last = start('name');
    t.vault.addPart(last, 1, await t.receive('newest'));
    expect(t.vault.finishLarge(last, { parts: [{ partNumber: 1 }], minParts: 1 }).latest).toBe(true);
    expect(t.vault.version(newer.fileId)?.latest).toBe(false);
  });

  it('has the lock of its start, or the default from when it was finished', async () => {
    const retention = { mode: 'compliance', until: t.vault.now() + dayMs } as const;
    const finish = async (fileId: string) => {
      t.vault.addPart(fileId, 1, await t.receive('x'));
      return t.vault.finishLarge(fileId, { parts: [{ partNumber: 1 }], minParts: 1 });
    };
    const own = t.vault.startLarge(bucket.bucketId, 'own', { contentType: '', retention, legalHold: true });
    expect(await finish(own.fileId)).toMatchObject({ retention, legalHold: true });
    const period = { duration: 1, unit: 'days' } as const;
    t.vault.updateBucket(bucket.bucketId, { defaultRetention: { mode: 'governance', period } });
    const started = start();
    t.vault.advance(5 * dayMs);
    expect(await finish(started)).toMatchObject({
      retention: { mode: 'governance', until: t.vault.now() + dayMs },
    });
  });
});
