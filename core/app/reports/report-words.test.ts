import { expect, test } from 'vitest';
import { germanReasons } from './reasons-de.ts';
import { reportKinds } from './report-kinds.ts';
import { languageOf, languages, reportWords, wordsWithReason } from './report-words.ts';
import { heldUntil, isWeekOver, weeklySummary } from './weekly-summary.ts';
import { nothingSaid } from '../notify/memory.ts';
import { policyOf } from '../policy-of.ts';
import { sampleSettings } from '../testing/sample-settings.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 23, 11);

test('every kind has a subject and a text in every language, with the name of the set and dates in its form', () => {
  const figures = {
    skipped: 1,
    days: 3,
    lastGood: now,
    until: now,
    files: 1234,
    times: 3,
    job: 'audit',
    channel: 'mail',
  };
  for (const language of ['en', 'de'] as const)
    for (const kind of reportKinds) {
      const { subject, text } = reportWords(language, { kind, name: 'Papers', figures });
      expect(`${kind}: ${subject} ${text}`).not.toMatch(/undefined|NaN|\[object|1970|  /);
      expect(text).toMatch(/[.]$/);
      expect(subject.length).toBeLessThan(80);
    }
  const words = (language: 'en' | 'de') =>
    reportWords(language, { kind: 'no-backup', name: 'Papers', figures });
  expect(words('en')).toMatchObject({ subject: 'no backup of Papers for 3 days' });
  expect(words('de')).toMatchObject({ subject: 'seit 3 Tagen keine Sicherung von Papers' });
  expect(reportWords('de', { kind: 'backup-done', name: 'A', figures }).text).toBe(
    'A ist gesichert: 1.234 Dateien.',
  );
});

test('the two languages say the same things', () => {
  expect(Object.keys(languages.de.kinds)).toEqual(Object.keys(languages.en.kinds));
});

test('a week tells no date of locks that have ended, that never were, or that the storage lets go', () => {
  const policy = policyOf(sampleSettings);
  const upkeep = { proofs: { lockHalf: null, keyHalf: null } };
  const confirmed = { least: now + 30 * day, now };
  expect(heldUntil({ confirmed, upkeep, policy })).toBe(now + 30 * day);
  expect(heldUntil({ confirmed: null, upkeep, policy })).toBeNull();
  for (const least of [0, now - day])
    expect(heldUntil({ confirmed: { ...confirmed, least }, upkeep, policy })).toBeNull();
  const disproved = { proofs: { lockHalf: null, keyHalf: { at: now, ok: false, attempts: [] } } };
  expect(heldUntil({ confirmed, upkeep: disproved, policy })).toBeNull();
});

test('what stopped it is added in the language of the rest, without the name of a file', () => {
  const details = { path: '/home/anna/secret plans' };
  const error = { code: 'disk-full', details, words: 'No space left.', retry: 'later' } as const;
  const about = { kind: 'backup-failed', name: 'A', figures: {}, error } as const;
  expect(wordsWithReason('en', about).text).toMatch(/What stopped it: No space left\.$/);
  expect(wordsWithReason('de', about).text).toMatch(/Woran es lag: Auf einer Festplatte .*Platz schaffen\.$/);
  expect(wordsWithReason('de', about).text).not.toContain('secret plans');
});

test('a reason that German has no words for is said to be English', () => {
  const error = { code: 'usage', details: {}, words: 'Not like that.', retry: 'never' } as const;
  const about = { kind: 'backup-failed', name: 'A', figures: {}, error } as const;
  expect(wordsWithReason('de', about).text).toMatch(/\(englisch\): Not like that\.$/);
});

test('every German reason is whole sentences, with its details and without', () => {
  for (const [code, reason] of Object.entries(germanReasons))
    for (const details of [{}, { endpoint: 'https://x', bucket: 'b', reason: 'r', needed: 1, place: 'p' }])
      expect([code, reason(details)]).toEqual([code, expect.stringMatching(/^\P{Ll}.*[^ ]\.$/u)]);
});

test('the language of reports is that of the window, else of the computer', () => {
  expect(languageOf({ language: 'de' }, { LANG: 'en_US.UTF-8' })).toBe('de');
  expect(languageOf({ language: 'system' }, { LANG: 'de_AT.UTF-8' })).toBe('de');
  expect(languageOf({ language: 'system' }, { LC_ALL: 'fr_FR', LANG: 'de_DE' })).toBe('en');
});

test('the summary of a week counts that week, and tells what is still to be looked at', () => {
  const run = (daysAgo: number, result: 'done' | 'failed' | 'cancelled') => ({
    id: `${daysAgo}`,
    kind: 'backup' as const,
    startedAt: now - daysAgo * day,
    seconds: 1,
    result,
    figures: { newBytes: 1_000_000 },
    words: '/home/anna/plan.odt',
    snapshot: null,
    error: null,
  });
  const runs = [
    run(1, 'done'),
    run(2, 'failed'),
    run(3, 'done'),
    run(4, 'cancelled'),
    run(8, 'failed'),
    run(9, 'done'),
  ];
  const said = { ...nothingSaid, suspected: [1] };
  const week = { name: 'Papers', runs, until: now + 30 * day, said };
  const { subject, text } = weeklySummary(
    'en',
    [week, { ...week, name: 'Photos', runs: [], until: null }],
    now,
  );
  expect(subject).toBe('the week of 2 backup sets');
  expect(text).toContain('2 good backups, 1 that did not succeed, 2.0 MB new');
  expect(text).toContain('Last good backup: 22 November 2026');
  expect(text).toContain('locked until 23 December 2026');
  expect(text).toContain('To be looked at: suspected attack on Papers.');
  expect(text).toContain('Last good backup: none yet');
  expect(text).not.toContain('plan.odt');
  expect([6.9, 7, -6.9, -8].map((days) => isWeekOver(now, now + days * day))).toEqual([
    false,
    true,
    false,
    true,
  ]);
});
