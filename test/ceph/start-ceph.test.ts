import { describe, expect, test } from 'vitest';
import { useCeph } from './start-ceph.ts';

const found = await useCeph();

describe.skipIf(found.ceph === undefined)(
  `Ceph RGW${found.ceph === undefined ? ` (skipped: ${found.reason})` : ''}`,
  () => {
    test('answers as S3', async () => {
      const answer = await fetch(`${found.ceph?.endpoint}/`);
      expect(await answer.text()).toContain('ListAllMyBucketsResult');
    });

    test('is the same for everybody who asks', async () => {
      expect(await useCeph()).toEqual(found);
    });
  },
);
