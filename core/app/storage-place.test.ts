import { describe, expect, test } from 'vitest';
import { storagePlace, type PlaceAsked } from './storage-place.ts';

const bucket = 'my-backups';

describe('what is understood', () => {
  test.each<[PlaceAsked, unknown]>([
    [
      { b2: true, bucket },
      { store: { kind: 'b2', endpoint: 'https://api.backblazeb2.com', bucket }, prefix: '' },
    ],
    [
      { b2: 'http://127.0.0.1:9000/', bucket, prefix: 'laptop' },
      { store: { kind: 'b2', endpoint: 'http://127.0.0.1:9000', bucket }, prefix: 'laptop/' },
    ],
    [
      { s3: 's3.eu-central-003.backblazeb2.com', bucket, prefix: '/a//b/' },
      {
        store: {
          kind: 's3',
          endpoint: 'https://s3.eu-central-003.backblazeb2.com',
          region: 'eu-central-003',
          bucket,
        },
        prefix: 'a/b/',
      },
    ],
    [
      { s3: 'https://s3.us-west-2.amazonaws.com', bucket },
      {
        store: { kind: 's3', endpoint: 'https://s3.us-west-2.amazonaws.com', region: 'us-west-2', bucket },
        prefix: '',
      },
    ],
    [
      { s3: 'http://10.0.0.5:7480', bucket, region: 'here' },
      { store: { kind: 's3', endpoint: 'http://10.0.0.5:7480', region: 'here', bucket }, prefix: '' },
    ],
    [
      { s3: 'http://localhost:7480', bucket },
      { store: { kind: 's3', endpoint: 'http://localhost:7480', region: 'us-east-1', bucket }, prefix: '' },
    ],
  ])('%j', (asked, place) => {
    expect(storagePlace(asked)).toEqual(place);
  });
});

test.each<[string, PlaceAsked, RegExp]>([
  ['neither kind', { bucket }, /either/],
  ['both kinds', { b2: true, s3: 'http://x', bucket }, /either/],
  ['no bucket name', { b2: true, bucket: 'a b' }, /bucket name/],
  ['a key in the address', { s3: 'https://key:secret@s3.example.org', bucket }, /secrets come from/],
  ['another protocol', { s3: 'ftp://example.org', bucket }, /no address/],
  ['nonsense', { s3: 'http://', bucket }, /no address/],
  ['a prefix that climbs', { b2: true, bucket, prefix: '../other' }, /no prefix/],
  ['B2 in the clear', { b2: 'http://example.org', bucket }, /https/],
])('refused: %s', (_, asked, reason) => {
  expect(() => storagePlace(asked)).toThrow(
    expect.objectContaining({ code: 'usage', details: { reason: expect.stringMatching(reason) as unknown } }),
  );
});
