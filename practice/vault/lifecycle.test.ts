import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dayMs } from './lock-rules.ts';
import { TestVault } from './testing/test-vault.ts';
import type { LifecycleRule, VaultBucket } from './vault-bucket.ts';

let t: TestVault;
beforeEach(() => {
  t = new TestVault();
});
afterEach(() => t.remove());

const rule = (fields: Partial<LifecycleRule>): LifecycleRule => ({
  fileNamePrefix: '',
  daysFromHidingToDeleting: null,
  daysFromUploadingToHiding: null,
  daysFromStartingToCancelingUnfinishedLargeFiles: null,
  ...fields,
});
const bucketWith = (...rules: Partial<LifecycleRule>[]): VaultBucket =>
  t.lockBucket({ lifecycleRules: rules.map(rule) });
const names = (bucket: VaultBucket): string[] =>
  t.vault
    .listVersions(bucket.bucketId, { max: 1000, unfinished: 'also' })
    .entries.map((e) => (e.kind === 'version' ? `${e.version.action} ${e.version.name}` : ''));
const advanceDays = (days: number): void => t.vault.advance(days * dayMs);

describe('the daily pass', () => {
  it('deletes what was hidden, with its marker, after the days of the rule', async () => {
    const bucket = bucketWith({ daysFromHidingToDeleting: 7 });
    await t.put(bucket, 'a');
    t.vault.hide(bucket.bucketId, 'a');
    await t.put(bucket, 'b');
    advanceDays(7);
    expect(names(bucket)).toEqual(['hide a', 'upload a', 'upload b']);
    advanceDays(1);
    expect(names(bucket)).toEqual(['upload b']);
  });

  it('deletes what was superseded, and not the latest', async () => {
    const bucket = bucketWith({ daysFromHidingToDeleting: 1 });
    await t.put(bucket, 'a', '1');
    await t.put(bucket, 'a', '2');
    advanceDays(2);
    expect(names(bucket)).toEqual(['upload a']);
    expect((await t.read(t.vault.latest(bucket.bucketId, 'a')!)).toString()).toBe('2');
    advanceDays(100);
    expect(names(bucket)).toEqual(['upload a']);
  });

  it('never deletes under a running lock or hold, and does so after', async () => {
    const bucket = bucketWith({ daysFromHidingToDeleting: 1 });
    const until = t.vault.now() + 30 * dayMs;
    await t.put(bucket, 'locked', '', { retention: { mode: 'compliance', until } });
    await t.put(bucket, 'governed', '', { retention: { mode: 'governance', until } });
    const held = await t.put(bucket, 'held', '', { legalHold: true });
    for (const name of ['locked', 'governed', 'held']) t.vault.hide(bucket.bucketId, name);
    advanceDays(30 - 1 / 24);
    expect(names(bucket)).toHaveLength(6);
    advanceDays(1);
    expect(names(bucket)).toEqual(['hide held', 'upload held']);
    advanceDays(5000);
    expect(names(bucket)).toEqual(['hide held', 'upload held']);
    t.vault.updateLegalHold(held.fileId, false);
    advanceDays(1);
    expect(names(bucket)).toEqual([]);
  });

  it('hides after the days since upload, and then deletes: each on its day in one long jump', async () => {
    const bucket = bucketWith({ daysFromUploadingToHiding: 3, daysFromHidingToDeleting: 2 });
    await t.put(bucket, 'a');
    advanceDays(4);
    expect(names(bucket)).toEqual(['hide a', 'upload a']);
    await t.put(bucket, 'b');
    advanceDays(1000);
    expect(names(bucket)).toEqual([]);
  });

  it('cancels unfinished large files', () => {
    const bucket = bucketWith({ daysFromStartingToCancelingUnfinishedLargeFiles: 2 });
    t.vault.startLarge(bucket.bucketId, 'a', { contentType: '' });
    advanceDays(2);
    expect(names(bucket)).toEqual(['start a']);
    advanceDays(1);
    expect(names(bucket)).toEqual([]);
  });

  it('touches only names with the prefix; where rules overlap the earliest wins', async () => {
    const bucket = bucketWith(
      { fileNamePrefix: 'packs/', daysFromHidingToDeleting: 10 },
      { fileNamePrefix: 'packs/a', daysFromHidingToDeleting: 2 },
    );
    for (const name of ['packs', 'packs/a1', 'packs/b1', 'packt']) {
      await t.put(bucket, name);
      t.vault.hide(bucket.bucketId, name);
    }
    advanceDays(3);
    expect(names(bucket).filter((n) => n.startsWith('upload'))).toEqual([
      'upload packs',
      'upload packs/b1',
      'upload packt',
    ]);
    advanceDays(30);
    expect(names(bucket).filter((n) => n.startsWith('upload'))).toEqual(['upload packs', 'upload packt']);
  });

  it('runs for days that went by while nobody served the folder, and by the real clock', async () => {
    const bucket = bucketWith({ daysFromHidingToDeleting: 1 });
    await t.put(bucket, 'a');
    t.vault.hide(bucket.bucketId, 'a');
    t.realNow += 3 * dayMs;
    t.restart();
    expect(names(bucket)).toHaveLength(2);
    t.vault.keepTime();
    expect(names(bucket)).toEqual([]);
  });

  it('passes ten years over many hidden, locked versions without a walk per day', async () => {
    const bucket = bucketWith({ daysFromHidingToDeleting: 1 });
    const until = t.vault.now() + 2999 * dayMs;
    for (let i = 0; i < 300; i++)
      await t.put(bucket, `n${i}`, '', { retention: { mode: 'compliance', until } });
    for (let i = 0; i < 300; i++) t.vault.hide(bucket.bucketId, `n${i}`);
    advanceDays(2998);
    expect(names(bucket)).toHaveLength(600);
    advanceDays(700);
    expect(names(bucket)).toEqual([]);
  });
});
