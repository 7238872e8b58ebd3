import { describe, expect, test } from 'vitest';
import type { AuditReport } from '../upkeep/audit-report.ts';
import { AuditFindings } from '../upkeep/audit-finding.ts';
import { auditSentence, datesInWords } from './audit-words.ts';
import { renderAuditPage } from './audit-page.ts';
import { calendarChart } from './calendar-chart.ts';

const now = Date.UTC(2026, 10, 22, 12);
const day = 86_400_000;
const place = {
  store: { kind: 'b2', endpoint: 'https://api.example.org', bucket: 'harbour' },
  prefix: 'laptop/',
} as const;

function reportOf(more: Partial<AuditReport> = {}): AuditReport {
  return {
    startedAt: now - 1000,
    finishedAt: now,
    kind: 'b2',
    bucket: 'harbour',
    prefix: 'laptop/',
    protectDays: 30,
    verdict: 'clean',
    state: 'protected',
    least: now + 29.5 * day,
    hiddenNeeded: 0,
    snapshots: [
      {
        id: 'a'.repeat(64),
        uploadedAt: now - 3 * day,
        ownDate: now - 40 * day,
        dateDisagrees: true,
        complete: false,
        reasons: ['newest', 'day', 'week', 'month'],
        protectedUntil: now + 29.5 * day,
      },
      {
        id: 'b'.repeat(64),
        uploadedAt: now - 9 * day,
        ownDate: now - 9 * day,
        dateDisagrees: false,
        complete: true,
        reasons: [],
        protectedUntil: 0,
      },
    ],
    findings: [],
    calendar: [{ day: now + 30 * day, bytes: 3_000_000, objects: 3 }],
    lockedBytes: 3_000_000,
    counts: {
      versions: 10,
      markers: 0,
      orphans: 0,
      orphanBytes: 0,
      duplicates: 2,
      duplicateBytes: 99,
      foreignVersions: 0,
      foreignVersionBytes: 0,
      foreignNames: 0,
      foreignNameBytes: 0,
      hiddenAfterExpiry: 0,
      proofs: 0,
      otherLockedBytes: 0,
      needed: 3,
      neededBytes: 3_000_000,
      partialSnapshots: 1,
      foreignSnapshots: 0,
      dateDisagrees: 1,
    },
    dates: { listing: 10, question: 0, confirmed: 0, sampled: 0 },
    bucketState: { lockEnabled: true, versioning: true, defaultRetentionDays: null, lifecycle: [] },
    space: 'by-hand',
    strict: false,
    key: undefined,
    skewMs: 0,
    calls: 2,
    ...more,
  };
}

describe('the page of an audit', () => {
  test('says first what was found and until when everything is safe', () => {
    const page = renderAuditPage(reportOf(), 'proven', place);
    expect(page).toContain(
      '<span>Nothing is wrong. Everything is protected until 22 December 2026 (29 days).</span>',
    );
    expect(page).toContain('newest, first of its day, week and month');
    expect(page).toContain('says itself that it is of 13 October 2026');
    expect(page).toContain('something is missing or not locked');
    expect(page).toContain('not kept any more');
    expect(page).toContain('2 (99 bytes)');
    expect(page).toContain('Looked for and not found: objects that no backup needs any more;');
  });

  test('earns the word by a proof', () => {
    const page = renderAuditPage(reportOf(), 'unproven', place);
    expect(page).toContain(
      '<span>Nothing is wrong. Everything is locked until 22 December 2026 (29 days)</span>',
    );
    expect(page).toContain('<p>Not proven yet: run <code>holdfast locks prove</code>.</p>');
    expect(page).not.toContain('is protected');
  });

  test('says what alarms mean and what to do, and lets no name become markup', () => {
    const findings = new AuditFindings();
    findings.add('hidden', { object: 'packs/<script>alert(1)</script>' });
    for (let n = 0; n < 25; n++) findings.add('missing', { object: `packs/${n}` });
    findings.add('lifecycle', { detail: 'for "<b>": deletes' });
    const page = renderAuditPage(
      reportOf({ findings: findings.list(), verdict: 'alarms', state: 'at-risk', hiddenNeeded: 1 }),
      'proven',
      place,
    );
    expect(page).toContain('<span>3 alarms. At risk: 1 object that backups need was hidden or stored over');
    expect(page.match(/What to do:/g)).toHaveLength(3);
    expect(page).toContain('packs/&lt;script&gt;');
    expect(page).toContain('and 17 more');
    expect(page).not.toMatch(/<script|<b>":/);
  });

  test('says what this key may not see', () => {
    const page = renderAuditPage(
      reportOf({ kind: 's3', bucketState: { ...reportOf().bucketState!, lifecycle: undefined } }),
      'proven',
      place,
    );
    expect(page).toContain('<td>Lifecycle rules</td><td>not visible with this key</td>');
    expect(
      renderAuditPage(reportOf({ bucketState: undefined }), 'proven', place).match(/not visible/g),
    ).toHaveLength(4);
  });

  test('stands without snapshots and locks', () => {
    const page = renderAuditPage(
      reportOf({ snapshots: [], calendar: [], least: Number.POSITIVE_INFINITY }),
      'unproven',
      place,
    );
    expect(page).toContain('There are no backups yet.');
    expect(page).toContain('Nothing is under a running lock.');
    expect(page).not.toMatch(/NaN|Infinity|Invalid/);
  });
});

test('the words about dates say which is which', () => {
  const dates = { listing: 0, question: 130, confirmed: 900, sampled: 100 };
  expect(datesInWords(reportOf({ kind: 's3', dates }))).toBe(
    'Dates: 130 asked for one by one just now, 900 confirmed by the provider earlier (a lock never gets shorter). Listings of this provider do not tell dates. Of those asked for, 100 were a random sample of earlier ones; `--all` asks for every one.',
  );
  expect(datesInWords(reportOf())).toBe("Dates: 10 read now from the provider's listing.");
});

test('the sentence counts alarms, or else warnings', () => {
  const findings = new AuditFindings();
  findings.add('not-compared', { count: 2 });
  findings.add('key-wide');
  expect(auditSentence(reportOf({ findings: findings.list(), verdict: 'warnings' }), 'proven')).toMatch(
    /^2 warnings\. Everything is protected/,
  );
});

describe('the lease calendar as bars', () => {
  const bars = (days: readonly number[]): number | undefined =>
    calendarChart(
      days.map((n) => ({ day: now + n * day, bytes: n + 1, objects: 1 })),
      now,
      now + 30 * day,
    )?.svg.match(/<rect/g)?.length;

  test('one for each day, week or four weeks, as fits', () => {
    expect(bars([30, 31, 35])).toBe(3);
    expect(bars([301, 302, 303, 340])).toBe(2);
    expect(bars([1009, 1010, 1012, 1500])).toBe(2);
  });

  test('none for what has ended', () => {
    expect(bars([-40, -2])).toBeUndefined();
    expect(bars([-40, 20])).toBe(1);
  });
});
