import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import { expect, test } from 'vitest';
import type { Said, SaidCode } from '../../core/contract/said.ts';
import { flatKeys } from './window-words.ts';

const day = { day: 0 };
const why = [] as const;
const counted = { count: 2 };

/** One of each code, so that a new one that no window can say does not compile here first. */
const examples: { readonly [C in SaidCode]: Omit<Extract<Said, { readonly code: C }>, 'code'> } = {
  'newest-hidden': counted,
  'older-hidden': counted,
  'snapshots-overwritten': counted,
  'objects-hidden': counted,
  'objects-overwritten': counted,
  'foreign-dates': { ...counted, says: day, came: day },
  'foreign-previous': counted,
  'flood-names': { ...counted, hours: 2 },
  'flood-uploads': { ...counted, hours: 2 },
  'foreign-names': counted,
  'suspicion-then': { on: day },
  'suspicion-cleared': { on: day },
  'suspicious-run': { on: day, signs: why },
  'unusual-run': { signs: why },
  'set-up-changed': { changes: why },
  'set-up-shrunk': { changes: why },
  'never-whole': { ...counted, on: day },
  'locks-lengthened': { until: day },
  'rest-unlisted': counted,
  'rest-names': counted,
  'rest-beyond': counted,
  'sample-failed': { failed: 2, looks: 2 },
  'sample-empty': counted,
  'sample-small': counted,
  'sample-wrong': { ...counted, of: 2, example: 'x' },
  'sample-strange': { ...counted, of: 2 },
  'sample-like': counted,
  'sample-none': {},
  'sample-from': { on: day, why: why },
  'sample-ever': { why: why },
  'sample-newer': { why: why },
  'before-attack': { on: day },
  'nothing-suspicious': {},
  'all-there': counted,
  'not-asked': {},
  'newer-doubtful': counted,
  'least-lacking': {},
  'oldest-left': {},
  'mark-partial': {},
  'mark-incomplete': { ...counted, needed: 2 },
  'mark-names-too-much': {},
  'mark-lock-ended': {},
  'mark-after-attack': {},
  'mark-dates': { says: day, came: day },
  'mark-previous-impossible': { on: day },
  'mark-previous-unknown': {},
  'mark-with-flood': {},
  'mark-suspicion-noted': { on: day },
  'mark-suspicious': { signs: why },
  'mark-unusual': { signs: why },
  'mark-suspect': {},
  'mark-from-attack': {},
  'mark-own-date': {},
  'mark-skipped': counted,
  'root-gone': { name: 'x' },
  'root-new': { name: 'x' },
  'exclude-new': { rule: 'x' },
  'exclude-gone': { rule: 'x' },
  'period-changed': { days: 2, before: 2 },
  'host-changed': { now: 'x', before: 'x' },
  'user-changed': { now: 'x', before: 'x' },
  'signal-canary-altered': counted,
  'signal-canary-missing': counted,
  'signal-notes': counted,
  'signal-extension': counted,
  'signal-type': counted,
  'signal-noise': counted,
  'signal-spread': counted,
  'signal-steady': counted,
  'signal-replaced': counted,
  'signal-strange': counted,
  'signal-rewritten': counted,
  'signal-deletion': counted,
  'signal-wiped': counted,
  'signal-volume': counted,
  'signal-set-up': counted,
  'reason-no-permission': {},
  'reason-not-permitted': {},
  'reason-gone': {},
  'reason-not-there': {},
  'reason-became-other': {},
  'reason-became-link': {},
  'reason-disk': {},
  'reason-long-path': {},
  'reason-busy': {},
  'reason-unreadable': { detail: 'x' },
  'reason-unread': {},
  'reason-strange-kind': {},
  'reason-changed': {},
  'reason-below-excluded': { name: 'x' },
  'reason-below-other-disk': { name: 'x' },
  'reason-below-beyond-disk': { name: 'x' },
  'reason-data-gone': {},
  'reason-data-damaged': { detail: 'x' },
  'reason-piece-damaged': { detail: 'x' },
  'reason-data-other': {},
  'reason-piece-unknown': {},
  'reason-folder-lost': { detail: 'x' },
  'reason-no-folder': {},
  'reason-folder-failed': { detail: 'x' },
  'reason-unwritten': { detail: 'x' },
  'reason-unfinished': { detail: 'x' },
  'reason-path-impossible': {},
  'reason-name-impossible': {},
  'reason-names-taken': {},
  'reason-link-lost': { name: 'x' },
  'reason-link-failed': { detail: 'x' },
  'reason-no-owner': { detail: 'x' },
  'reason-no-mode': { detail: 'x' },
  'reason-no-time': { detail: 'x' },
  'reason-no-attribute': { name: 'x', detail: 'x' },
  'reason-set-aside': { why: why, name: 'x' },
  'plan-no-room': { free: { bytes: 1 }, needed: { bytes: 1 } },
  'plan-lost': counted,
  'plan-problems': { ...counted, name: 'x', why: why },
  'plan-packs-gone': counted,
  'found-missing': counted,
  'found-changed': counted,
  'found-lock-broken': counted,
  'found-shortened': counted,
  'found-hidden': counted,
  'found-overwritten': counted,
  'found-list-unreadable': counted,
  'found-lock-off': {},
  'found-versioning-off': {},
  'found-lapsed': counted,
  'found-ending-soon': counted,
  'found-not-compared': counted,
  'found-space-rules-missing': {},
  'found-rule-not-understood': {},
  'found-key-wide': {},
  'check-reachable': {},
  'check-key': {},
  'check-bucket-new': { name: 'x' },
  'check-bucket-vacant': { name: 'x' },
  'check-bucket-public': {},
  'check-bucket-rule': { name: 'x' },
  'check-bucket-rule-all': {},
  'check-lock-new': {},
  'check-lock': {},
  'check-rights-untold': {},
  'check-rights-set-up': {},
  'check-clock': {},
  'clock-ahead-minutes': counted,
  'clock-ahead-hours': counted,
  'clock-behind-minutes': counted,
  'clock-behind-hours': counted,
  'left-bucket': { name: 'x' },
  'left-key': { name: 'x' },
  'left-retention': { days: 2 },
  'left-rule': {},
  'left-repository': { name: 'x' },
  'set-up-unproven': {},
  'set-up-thief': {},
  'set-up-in-file': {},
  'bucket-locks': { days: 2 },
  'bucket-locks-longer': { days: 2, wanted: 2 },
  'bucket-locks-strict': { days: 2, wanted: 2, needed: 2 },
  'key-tried': {},
  'key-deletes': {},
  'key-untold': {},
  'key-bounded': { where: why, rights: why },
  'key-powerful': { where: why, rights: why, extra: why },
  'where-everywhere': {},
  'where-any-prefix': { prefix: 'x' },
  'where-bucket': { name: 'x' },
  'where-prefix': { name: 'x', prefix: 'x' },
  'may-nothing': {},
  'may-read': {},
  'may-add': {},
  'may-lengthen': {},
  'may-delete-files': {},
  'may-bypass': {},
  'may-change-buckets': {},
  'may-delete-buckets': {},
  'may-make-keys': {},
  'may-delete-keys': {},
  'may-legal-holds': {},
  'may-share': {},
  'may-other': { name: 'x' },
};
const codes = Object.keys(examples) as SaidCode[];
const languages = ['en', 'de'] as const;
const words = Object.fromEntries(
  languages.map((language) => [
    language,
    flatKeys(
      JSON.parse(
        readFileSync(
          join(import.meta.dirname, '..', '..', 'renderer', 'words', language, 'said.json'),
          'utf8',
        ),
      ),
    ),
  ]),
);

test.each(languages)(
  'whatever the engine says in codes has words in %s that its figures fill',
  async (language) => {
    const said = i18next.createInstance();
    await said.init({
      lng: language,
      resources: { [language]: { said: words[language]! } },
      defaultNS: 'said',
    });
    for (const code of codes)
      for (const count of [1, 2]) {
        const figures = Object.fromEntries(Object.keys(examples[code]).map((name) => [name, 'X']));
        const filled = said.t(code, { ...figures, ...('count' in figures && { count, figure: 'X' }) });
        expect([code, filled]).toEqual([code, expect.not.stringMatching(/\{\{|\}\}/)]);
        expect([code, filled === code]).toEqual([code, false]);
      }
  },
);

test('no words are left of what the engine does not say any more', () => {
  const keys = Object.keys(words['en']!).map((key) => key.replace(/_(one|other)$/, ''));
  expect(keys.filter((key) => key !== 'never' && !codes.some((code) => code === key))).toEqual([]);
});

test.each([
  ['en', 'changed while'],
  ['de', 'änderte'],
] as const)(
  'what changed while it was read is counted as skipped, and is not said to be missing in %s',
  (language, part) => {
    const said = ['mark-skipped_one', 'mark-skipped_other'].map((key) => words[language]![key]);
    expect(said.filter((one) => !String(one).includes(part) || /not in it|fehl/.test(String(one)))).toEqual(
      [],
    );
  },
);
