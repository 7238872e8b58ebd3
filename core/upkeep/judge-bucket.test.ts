import { describe, expect, test } from 'vitest';
import { backupCapabilities } from '../storage/roles.ts';
import { AuditFindings } from './audit-finding.ts';
import { judgeBucket, type BucketExpected, type BucketSeen } from './judge-bucket.ts';

const seen: BucketSeen = {
  kind: 'b2',
  state: { lockEnabled: true, versioning: true, defaultRetentionDays: null, lifecycle: [] },
  key: { capabilities: backupCapabilities, bucket: 'b', prefix: 'laptop/', expiresAt: null },
  skewMs: 1000,
};
const expected: BucketExpected = { prefix: 'laptop/', space: 'by-hand', strict: false, protectDays: 30 };
const strict = { ...expected, strict: true };
const strictKey = {
  ...seen.key!,
  capabilities: backupCapabilities.filter((capability) => capability !== 'writeFileRetentions'),
};

function codes(saw: Partial<BucketSeen>, expects: BucketExpected = expected): readonly string[] {
  const findings = new AuditFindings();
  judgeBucket({ ...seen, ...saw }, expects, findings);
  return findings.list().map(({ code }) => code);
}

const withState = (change: object): Partial<BucketSeen> => ({ state: { ...seen.state!, ...change } });

describe('bucket, key and clock', () => {
  test('as they were set up are no finding; what cannot be seen is none either', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ state: undefined, key: undefined })).toEqual([]);
    expect(codes(withState({ lifecycle: undefined }))).toEqual([]);
    expect(codes({ ...withState({ defaultRetentionDays: 37 }), key: strictKey }, strict)).toEqual([]);
  });

  test.each([
    ['lock-off', withState({ lockEnabled: false }), expected],
    ['versioning-off', withState({ versioning: false }), expected],
    [
      'default-retention',
      withState({ defaultRetentionDays: 1 }),
      { ...expected, defaultRetentionBefore: null },
    ],
    ['default-retention', withState({ defaultRetentionDays: 1 }), { ...expected, defaultRetentionBefore: 7 }],
    ['default-retention', withState({ defaultRetentionDays: 91 }), expected],
    ['default-retention-own', withState({ defaultRetentionDays: 1 }), expected],
    [
      'default-retention-own',
      withState({ defaultRetentionDays: 90 }),
      { ...expected, defaultRetentionBefore: 90 },
    ],
    ['default-retention-own', { ...withState({ defaultRetentionDays: 67 }), key: strictKey }, strict],
    ['default-retention', { ...withState({ defaultRetentionDays: null }), key: strictKey }, strict],
    ['default-retention', { ...withState({ defaultRetentionDays: 30 }), key: strictKey }, strict],
    ['lifecycle', withState({ lifecycle: [{ fileNamePrefix: '', daysFromHidingToDeleting: 1 }] }), expected],
    ['rule-not-understood', withState({ lifecycle: [1] }), expected],
    ['space-rules-missing', {}, { ...expected, space: 'automatic' as const }],
    ['key-too-powerful', { key: { ...seen.key!, capabilities: ['deleteFiles'] } }, expected],
    ['key-too-powerful', withState({ defaultRetentionDays: 37 }), strict],
    ['key-wide', { key: { ...seen.key!, bucket: null } }, expected],
    ['clock-skew', { skewMs: 301_000 }, expected],
    ['clock-skew', { skewMs: -301_000 }, expected],
    ['clock-skew', { skewMs: Number.NaN }, expected],
  ])('%s', (code, saw, expects) => {
    expect(codes(saw, expects)).toEqual([code]);
  });

  test.each([
    [
      { skewMs: -3_600_000 },
      expected,
      { code: 'found-clock-skew', details: [{ code: 'minutes-apart', count: 60 }] },
    ],
    [{ skewMs: Number.NaN }, expected, null],
    [
      { key: { ...seen.key!, capabilities: ['deleteFiles', 'newRight'] } },
      expected,
      {
        code: 'found-key-too-powerful',
        details: [{ code: 'may-delete-files' }, { code: 'may-other', name: 'newRight' }],
      },
    ],
    [
      withState({ defaultRetentionDays: 91 }),
      expected,
      { code: 'found-default-retention', details: [{ code: 'retention-new', count: 91 }] },
    ],
    [
      { ...withState({ defaultRetentionDays: null }), key: strictKey },
      strict,
      { code: 'found-default-retention', details: [{ code: 'retention-gone', count: 37 }] },
    ],
    [
      { ...withState({ defaultRetentionDays: 67 }), key: strictKey },
      strict,
      { code: 'found-default-retention-own', details: [{ code: 'retention-other', count: 37, is: 67 }] },
    ],
    [
      withState({
        lifecycle: [
          { fileNamePrefix: '', daysFromHidingToDeleting: 1 },
          { fileNamePrefix: 'laptop/', daysFromUploadingToHiding: 3 },
        ],
      }),
      expected,
      {
        code: 'found-lifecycle',
        details: [
          { code: 'rule-for-all', acts: [{ code: 'rule-deletes', count: 1 }] },
          { code: 'rule-for', name: 'laptop/', acts: [{ code: 'rule-hides', count: 3 }] },
        ],
      },
    ],
  ] as const)('says in codes what its details say: %#', (saw, expects, said) => {
    const findings = new AuditFindings();
    judgeBucket({ ...seen, ...(saw as Partial<BucketSeen>) }, expects, findings);
    expect(findings.list().map((finding) => finding.said)).toEqual([said]);
  });

  test('five minutes of difference are none', () => {
    expect(codes({ skewMs: 300_000 })).toEqual([]);
  });
});
