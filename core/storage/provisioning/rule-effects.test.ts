import { describe, expect, test } from 'vitest';
import { judgeRules, readRule } from './rule-effects.ts';
import { ruledPrefixes } from './space-rules.ts';

const prefix = 'laptop/';
const b2 = (fileNamePrefix: string, hide: number | null, remove: number | null): object => ({
  fileNamePrefix,
  daysFromUploadingToHiding: hide,
  daysFromHidingToDeleting: remove,
});
const s3 = (Prefix: string, more: object): object => ({
  ID: 'x',
  Status: 'Enabled',
  Filter: { Prefix },
  ...more,
});
const noncurrent = (NoncurrentDays: number): object => ({ NoncurrentVersionExpiration: { NoncurrentDays } });

const ours = {
  b2: ruledPrefixes(prefix).map((own) => b2(own, null, 7)),
  s3: ruledPrefixes(prefix).map((own) =>
    s3(own, { ...noncurrent(7), Expiration: { ExpiredObjectDeleteMarker: true } }),
  ),
};

describe.each(['b2', 's3'] as const)('lifecycle rules in the words of %s', (kind) => {
  test('our own are expected where space is given back automatically, and a danger where it is not', () => {
    expect(judgeRules(kind, ours[kind], prefix, 'automatic')).toEqual({
      foreign: [],
      notUnderstood: 0,
      complete: true,
    });
    expect(judgeRules(kind, ours[kind], prefix, 'by-hand').foreign).toHaveLength(4);
    expect(judgeRules(kind, [], prefix, 'by-hand')).toMatchObject({ foreign: [], complete: true });
  });

  test('one of ours that is missing is told', () => {
    expect(judgeRules(kind, ours[kind].slice(1), prefix, 'automatic')).toMatchObject({
      foreign: [],
      complete: false,
    });
  });

  test('what it does not understand is counted', () => {
    expect(judgeRules(kind, ['a rule'], prefix, 'by-hand').notUnderstood).toBe(1);
  });

  test.each([
    ['the whole bucket', '', 30, null],
    ['everything of ours', 'laptop/', null, 7],
    ['a folder that no rule may touch', 'laptop/snapshots/', null, 7],
    ['keys', 'laptop/keys/', null, 7],
    ['part of a folder', 'laptop/packs/0', null, 7],
    ['a folder of ours, sooner than we do', 'laptop/packs/', null, 1],
    ['a folder of ours, hiding too', 'laptop/packs/', 1, 7],
  ])('a rule for %s is a danger', (_, at, hide, remove) => {
    const rule =
      kind === 'b2'
        ? b2(at, hide, remove)
        : s3(at, {
            ...(hide === null ? {} : { Expiration: { Days: hide } }),
            ...(remove === null ? {} : noncurrent(remove)),
          });
    const judged = judgeRules(kind, [...ours[kind], rule], prefix, 'automatic');
    expect(judged.foreign).toEqual([
      { prefix: at, hidesAfterDays: hide, deletesAfterDays: remove, moves: false },
    ]);
  });

  test('a rule for a neighbour is none of ours', () => {
    const rule = kind === 'b2' ? b2('laptop2/', 1, 1) : s3('laptop2/', noncurrent(1));
    expect(judgeRules(kind, [rule], prefix, 'by-hand').foreign).toEqual([]);
  });
});

describe('rules of S3', () => {
  test.each([
    ['the old place of the prefix', { Prefix: 'laptop/', Status: 'Enabled', ...noncurrent(3) }, 'laptop/'],
    ['several conditions', { Status: 'Enabled', Filter: { And: { Prefix: 'a/' } }, ...noncurrent(3) }, 'a/'],
    ['conditions without a prefix', { Status: 'Enabled', Filter: { Tag: {} }, ...noncurrent(3) }, ''],
  ])('with %s', (_, rule, at) => {
    expect(readRule('s3', rule)).toMatchObject({ prefix: at, deletesAfterDays: 3 });
  });

  test('that move things to slower storage are a danger', () => {
    const rule = s3('', { Transitions: [{ Days: 1, StorageClass: 'GLACIER' }] });
    expect(judgeRules('s3', [rule], prefix, 'by-hand').foreign).toHaveLength(1);
  });

  test('that are switched off, or only end unfinished uploads, do nothing', () => {
    const rules = [
      { ...s3('', noncurrent(1)), Status: 'Disabled' },
      s3('', { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
    ];
    expect(judgeRules('s3', rules, prefix, 'by-hand').foreign).toEqual([]);
  });

  test('that end on a date hide at once', () => {
    expect(readRule('s3', s3('', { Expiration: { Date: new Date(0) } }))).toMatchObject({
      hidesAfterDays: 0,
    });
  });
});
