import { expect, test } from 'vitest';
import type { KeyCapabilities } from '../storage/object-store.ts';
import { assertBackupKey, keyAlarm, keyInWords } from './key-judgement.ts';
import { storagePlace } from './storage-place.ts';

const place = storagePlace({ b2: true, bucket: 'my-backups', prefix: 'laptop' });

const good: KeyCapabilities = {
  capabilities: [
    'listBuckets',
    'readBuckets',
    'readBucketRetentions',
    'listFiles',
    'readFiles',
    'writeFiles',
    'readFileRetentions',
    'writeFileRetentions',
    'readFileLegalHolds',
  ],
  bucket: 'my-backups',
  prefix: 'laptop/',
  expiresAt: null,
};

test('the key of the design is accepted and raises no alarm', () => {
  expect(() => assertBackupKey(good, place)).not.toThrow();
  expect(keyAlarm(good)).toBeUndefined();
  expect(keyInWords(good, undefined)).toContain('can delete nothing');
});

test('in strict mode it may lengthen too much, and its own key lengthens nothing', () => {
  const strict = {
    ...good,
    capabilities: good.capabilities.filter((capability) => capability !== 'writeFileRetentions'),
  };
  expect(() => assertBackupKey(good, place, true)).toThrow(
    expect.objectContaining({ code: 'key-lengthens' }),
  );
  expect(keyAlarm(good, true)).toMatch(/^Warning.*lengthen/);
  expect(() => assertBackupKey(strict, place, true)).not.toThrow();
  expect(() => assertBackupKey(strict, place)).toThrow(expect.objectContaining({ code: 'key-insufficient' }));
  expect(keyAlarm(strict, true)).toBeUndefined();
});

test.each([
  'deleteFiles',
  'bypassGovernance',
  'writeBuckets',
  'writeKeys',
  'writeFileLegalHolds',
  'shareFiles',
  'writeTomorrow',
])('a key that may also %s is too powerful', (capability) => {
  const key = { ...good, capabilities: [...good.capabilities, capability] };
  expect(() => assertBackupKey(key, place)).toThrow(expect.objectContaining({ code: 'key-too-powerful' }));
  expect(keyAlarm(key)).toMatch(/^Warning/);
  expect(keyInWords(key, undefined)).not.toContain('can delete nothing');
});

test.each(['listFiles', 'readFiles', 'writeFiles', 'readFileRetentions', 'writeFileRetentions'])(
  'a key that lacks %s is insufficient',
  (capability) => {
    const key = { ...good, capabilities: good.capabilities.filter((one) => one !== capability) };
    expect(() => assertBackupKey(key, place)).toThrow(
      expect.objectContaining({
        code: 'key-insufficient',
        details: expect.objectContaining({ capability }) as unknown,
      }),
    );
  },
);

test('a key for another bucket or another prefix is insufficient', () => {
  for (const key of [
    { ...good, bucket: 'another' },
    { ...good, prefix: 'desktop/' },
  ])
    expect(() => assertBackupKey(key, place)).toThrow(expect.objectContaining({ code: 'key-insufficient' }));
});

test('where the provider does not tell, the words say what was tried and what rests on the locks alone', () => {
  expect(keyInWords(undefined, true)).toContain('locks alone');
  expect(keyInWords(undefined, false)).toContain('could not delete');
  expect(keyInWords(undefined, undefined)).toContain('does not tell');
});
