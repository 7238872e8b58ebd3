import { describe, expect, test } from 'vitest';
import type { ListedVersion } from '../model/object.ts';
import type { NeededVersion } from '../upkeep/needs.ts';
import { afford } from './afford.ts';
import { Conveniences } from './collect-conveniences.ts';
import { coverOf, isRetired } from './cover-of.ts';
import { assertGuardKey, beyondRenewal } from './guard-key.ts';
import { withinCalls } from './within-calls.ts';
import { renewalCapabilities } from '../storage/roles.ts';

const version = (name: string, size = 1): NeededVersion => ({ name, versionId: 'v', size, kind: 'pack' });

describe('the GB that a guard may keep locked', () => {
  const [a, b, c] = [version('a', 10), version('b', 10), version('c', 3)];
  const needs: Readonly<Record<string, readonly NeededVersion[]>> = {
    old: [a],
    middle: [a, b],
    new: [a, c],
  };
  const within = (bytes: number): readonly (readonly string[])[] => {
    const { snapshots, left } = afford(['old', 'middle', 'new'], (one) => needs[one]!, bytes);
    return [snapshots, left];
  };

  test('go to older snapshots first; what they share counts once; a smaller one behind still fits', () => {
    expect(within(23)).toEqual([['old', 'middle', 'new'], []]);
    expect(within(22)).toEqual([['old', 'middle'], ['new']]);
    expect(within(13)).toEqual([['old', 'new'], ['middle']]);
    expect(within(9)).toEqual([[], ['old', 'middle', 'new']]);
  });

  test('and their needs are in that order, each once', () => {
    expect(afford(['old', 'middle', 'new'], (one) => needs[one]!, 100)).toMatchObject({
      needed: [a, b, c],
      bytes: 23,
    });
  });
});

describe('the calls of a round', () => {
  const objects = ['due', 'fine', 'unknown', 'late'].map((name) => version(name));
  const dates: Readonly<Record<string, number>> = { due: 5, fine: 20, late: 1 };
  const now = (calls: number): string =>
    withinCalls(objects, ({ name }) => dates[name], 10, calls)
      .now.map(({ name }) => name)
      .join(' ');

  test('go to what comes first, however soon the rest lapses; what needs none always passes', () => {
    expect(now(7)).toBe('due fine unknown late');
    expect(now(6)).toBe('due fine unknown');
    expect(now(4)).toBe('due fine late');
    expect(now(0)).toBe('fine');
  });
});

describe('what lies above a version of ours', () => {
  const listed = (
    versionId: string,
    uploadedAt: number,
    kind: ListedVersion['kind'] = 'object',
    size = 8,
  ): ListedVersion => ({ name: 'n', versionId, uploadedAt, kind, size, latest: false, lock: undefined });
  const ours = listed('ours', 100);

  test('nothing, or what was there before: no alarm', () => {
    expect(coverOf([ours], 'ours', 200)).toEqual({ marker: false, foreign: false, suspects: [] });
    expect(coverOf([listed('x', 50, 'object', 3), ours], 'ours', 200).foreign).toBe(false);
    expect(coverOf([listed('x', 150, 'marker')], 'gone', 200).marker).toBe(false);
  });

  test('a marker counts while the lock ran, and not after', () => {
    expect(coverOf([ours, listed('m', 199, 'marker')], 'ours', 200).marker).toBe(true);
    expect(coverOf([ours, listed('m', 200, 'marker')], 'ours', 200).marker).toBe(false);
  });

  test('other bytes are foreign by their size; as many as a retry leaves are looked at first', () => {
    expect(coverOf([ours, listed('f', 150, 'object', 7)], 'ours', 200).foreign).toBe(true);
    const same = [listed('s1', 150), listed('s2', 151)];
    expect(coverOf([ours, ...same], 'ours', 200)).toEqual({ marker: false, foreign: false, suspects: same });
    expect(coverOf([ours, ...same, listed('s3', 152)], 'ours', 200).foreign).toBe(true);
  });

  test('a snapshot is let go where a marker came after its lock had passed, and is the newest', () => {
    expect(isRetired([ours, listed('m', 200, 'marker')], 'ours', 200)).toBe(true);
    expect(isRetired([ours, listed('m', 199, 'marker')], 'ours', 200)).toBe(false);
    expect(isRetired([ours, listed('m', 300, 'marker'), listed('x', 301)], 'ours', 200)).toBe(false);
    expect(isRetired([ours], 'ours', 0)).toBe(false);
  });
});

describe('conveniences', () => {
  const hash = (at: number): string => at.toString(16).padStart(64, '0');
  const listed = (
    name: string,
    uploadedAt: number,
    size = 10,
    kind: 'object' | 'marker' = 'object',
  ): ListedVersion => ({
    name,
    versionId: `v${uploadedAt}`,
    uploadedAt,
    size,
    kind,
    latest: false,
    lock: undefined,
  });

  test('the oldest version of each well-formed name, not too large', () => {
    const conveniences = new Conveniences('p/');
    conveniences.add([
      listed(`p/index/${hash(1)}`, 1, 10, 'marker'),
      listed(`p/index/${hash(1)}`, 2),
      listed(`p/index/${hash(1)}`, 3),
    ]);
    conveniences.add([listed('p/index/no-hash', 1)]);
    conveniences.add([listed(`p/proof/${hash(2)}`, 1)]);
    conveniences.add([listed(`p/keys/${hash(3)}`, 1, 2 ** 16 + 1)]);
    conveniences.add([listed(`p/keys/${hash(4)}`, 1, 5)]);
    expect(conveniences.within(1e6)).toEqual([
      { name: `keys/${hash(4)}`, versionId: 'v1', size: 5, uploadedAt: 1 },
      { name: `index/${hash(1)}`, versionId: 'v2', size: 10, uploadedAt: 2 },
    ]);
    expect(conveniences.within(9).map(({ size }) => size)).toEqual([5]);
  });

  test('a flood displaces none that is older', () => {
    const conveniences = new Conveniences('');
    for (let at = 0; at < 50_000; at++) conveniences.add([listed(`index/${hash(at)}`, at + 10)]);
    conveniences.add([listed(`index/${hash(1e6)}`, 1)]);
    const renewed = conveniences.within(Number.POSITIVE_INFINITY);
    expect([renewed.length, renewed[0]?.uploadedAt, renewed.at(-1)?.uploadedAt]).toEqual([10_000, 1, 10_008]);
  });
});

describe('the key of a guard', () => {
  const key = (...more: string[]) => ({
    capabilities: [...renewalCapabilities, ...more],
    bucket: 'b',
    prefix: 'p/',
    expiresAt: null,
  });

  test.each(['writeFiles', 'deleteFiles', 'bypassGovernance', 'writeFileLegalHolds', 'somethingNew'])(
    'that has %s is refused',
    (capability) => {
      expect(beyondRenewal(key(capability))).toEqual([capability]);
      expect(() => assertGuardKey(key(capability), 'b', 'p/')).toThrow('key-too-powerful');
    },
  );

  test('is fine with what it needs, for this bucket and prefix only', () => {
    expect(() => assertGuardKey(key(), 'b', 'p/')).not.toThrow();
    expect(() => assertGuardKey(key(), 'other', 'p/')).toThrow('key-insufficient');
    expect(() => assertGuardKey(key(), 'b', 'q/')).toThrow('key-insufficient');
    const lesser = { ...key(), capabilities: ['listFiles'] };
    expect(() => assertGuardKey(lesser, 'b', 'p/')).toThrow('key-insufficient');
    expect(beyondRenewal(undefined)).toEqual([]);
  });
});
