import { describe, expect, test } from 'vitest';
import type { FoundSnapshot } from '../core/catalog/snapshots.ts';
import type { Outlook } from '../core/recovery/plan-recovery.ts';
import { outlookResult, outlookWords, type SeenOutlook } from './outlook-words.ts';

const now = Date.UTC(2026, 10, 22);
const dayMs = 86_400_000;

function seen(more: Partial<Outlook>, endpoint = 'https://s3.example.org', kit?: string): SeenOutlook {
  const body = { user: 'ada', host: 'laptop', complete: true } as FoundSnapshot['body'];
  return {
    snapshot: { id: 'abcdef01'.repeat(8), uploadedAt: now - dayMs, body } as FoundSnapshot,
    outlook: {
      places: [{ from: '/home/ada', to: '/tmp/to/ada' }],
      files: 3,
      bytes: 5e12,
      alreadyThere: { files: 0, bytes: 0 },
      downloadBytes: 4e12,
      downloads: 1_000_000,
      packs: 100_000,
      missingPacks: [],
      lost: 0,
      lockedUntil: now + 365 * dayMs,
      newBytes: 5e12,
      freeBytes: 6e12,
      ...more,
    },
    endpoint,
    now,
    kit,
  };
}

describe('holding first', () => {
  test('is proposed where the locks end before a slow line has brought it all, or within a day', () => {
    // 4 TB take 4.6 days at 10 MB/s.
    for (const [days, holdFirst] of [
      [30, false],
      [24, false],
      [23, true],
      [0, true],
    ] as const)
      expect(outlookResult(seen({ lockedUntil: now + days * dayMs }))).toMatchObject({ holdFirst });
    expect(outlookResult(seen({ lockedUntil: now + dayMs / 2, downloadBytes: 1 }))).toMatchObject({
      holdFirst: true,
    });
    expect(outlookWords(seen({ lockedUntil: now }))).toContain('`holdfast recover hold abcdef01`');
    expect(outlookWords(seen({ lockedUntil: now }, undefined, 'my kit.txt'))).toContain(
      "`holdfast recover hold abcdef01 --kit 'my kit.txt'`",
    );
  });

  test('not where nothing has to be read; where there is no lock, yes', () => {
    expect(outlookResult(seen({ lockedUntil: undefined }))).toMatchObject({
      holdFirst: false,
      lockedUntil: null,
    });
    expect(outlookWords(seen({ lockedUntil: 0 }))).toMatch(/has no lock\. With a renewal key/);
    expect(outlookWords(seen({ lockedUntil: now - dayMs }))).toMatch(
      /have ended, the first on 21 November 2026: .*\. With a renewal key/,
    );
  });
});

test('the cost of known providers, and the word that others are not known', () => {
  expect(outlookResult(seen({}, 'https://api.backblazeb2.com'))['cost']).toMatchObject({ dollars: 40 });
  expect(outlookWords(seen({}, 'https://s3.us-east-1.amazonaws.com'))).toContain('at most $360.00');
  expect(outlookWords(seen({}, 'https://s3.wasabisys.com'))).toContain('Wasabi takes nothing');
  expect(outlookWords(seen({}, 'https://evilbackblazeb2.com'))).toContain('not known to Holdfast');
});

test('what cannot come back and what does not fit is said before', () => {
  const words = outlookWords(seen({ lost: 2, missingPacks: ['packs/aa/aa'], freeBytes: 1 }));
  expect(words).toMatch(/2 files or folders cannot come back.*1 object is gone/);
  expect(words).toMatch(/Not enough space: 5\.0 TB/);
});

test('how long it takes is said in MB/s, and nothing to download takes no time', () => {
  expect(outlookWords(seen({ downloadBytes: 36e9 }))).toMatch(/36\.0 GB in .*, about 1 h at 10 MB\/s\./);
  const none = outlookWords(seen({ downloadBytes: 0, downloads: 0 }));
  expect(none).toContain('Nothing has to be downloaded.');
  expect(none).not.toMatch(/To download|MB\/s/);
  expect(outlookResult(seen({ downloadBytes: 36e9 }))).toMatchObject({ secondsAt10MBps: 3600 });
});
