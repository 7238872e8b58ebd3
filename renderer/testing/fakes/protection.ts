import type { SnapshotRow } from '../../../core/contract/browse.ts';
import type { ProtectionView } from '../../../core/contract/protection.ts';
import { FakeFailure, type FakeHandlers } from '../fake-bridge.ts';
import type { Scenario } from '../scenario.ts';
import { appState, day, laptop, now } from './app-state.ts';

const snapshot = (index: number, change: Partial<SnapshotRow> = {}): SnapshotRow => ({
  id: index.toString(16).padStart(64, '0'),
  at: now - index * day,
  files: 41_203,
  bytes: 84_300_000_000,
  newBytes: 120_000_000,
  complete: true,
  protectedUntil: now + (29 - (index % 20)) * day,
  lockShare: (29 - (index % 20)) / 30,
  kept: true,
  pinned: index === 3,
  marks: [],
  skipped: 0,
  host: 'laptop',
  platform: 'linux',
  intact: null,
  ...change,
});

const view = (change: Partial<ProtectionView> = {}): ProtectionView => ({
  now,
  seenAt: null,
  protectDays: 30,
  promise: now + 30 * day,
  snapshots: Array.from({ length: 12 }, (_, index) => snapshot(11 - index)),
  suspicions: [],
  audit: { at: now - 3 * day, verdict: 'clean', findings: [] },
  proofs: { lockHalf: { at: now - 40 * day, ok: true }, keyHalf: { at: now - 10 * day, ok: true } },
  drill: { at: now - 12 * day, ok: true, files: 20 },
  renewal: { at: now - day, renewed: 412, whole: true },
  retention: { all: 1, daily: 30, weekly: 90, monthly: 365, yearly: 'forever' },
  space: 'by-hand',
  ...change,
});

const handlers = (shown: ProtectionView): FakeHandlers => ({
  'app.state': async () => appState([laptop]),
  'protection.view': async () => shown,
  'protection.forecast': async () => ({
    currency: 'USD',
    churnShare: 0.01,
    points: [1, 7, 14, 30, 60, 90, 180, 365].map((days) => ({
      days,
      until: now + days * day,
      storedBytes: 84e9 + days * 1.2e8,
      monthCost: 0.5 + days / 400,
    })),
  }),
  'retention.preview': async () => ({
    kept: 12,
    dropped: [],
    picture: Array.from({ length: 365 }, (_, daysAgo) => ({
      daysAgo,
      kept: daysAgo < 30 || daysAgo % (daysAgo < 90 ? 7 : 30) === 0,
    })),
    waitsUntil: now + 7 * day,
  }),
});

const protection = (name: string, shown: ProtectionView, more: FakeHandlers = {}): Scenario => ({
  name: `protection-${name}`,
  screen: 'protection',
  handlers: { ...handlers(shown), ...more },
});

const offline = {
  code: 'network-unreachable',
  details: {},
  words: 'No answer from the storage provider.',
  retry: 'later',
} as const;

export const protectionScenarios: readonly Scenario[] = [
  protection('calm', view()),
  protection(
    'empty',
    view({
      snapshots: [],
      audit: null,
      drill: null,
      proofs: { lockHalf: null, keyHalf: null },
      renewal: null,
    }),
  ),
  protection('many', view({ snapshots: Array.from({ length: 700 }, (_, index) => snapshot(699 - index)) })),
  protection(
    'alarms',
    view({
      snapshots: [
        snapshot(2),
        snapshot(1, {
          marks: [
            {
              kind: 'suspect',
              words: 'Made since an attack is suspected: files in it may be spoiled.',
              said: { code: 'mark-suspect' },
              severity: 'alarm',
            },
          ],
        }),
        snapshot(0, { complete: false, lockShare: 0.1, protectedUntil: null }),
      ],
      suspicions: [
        {
          since: now - day,
          signals: [
            {
              kind: 'noise',
              words: '4,102 files had orderly contents and look like noise now, as encrypted files do.',
              said: { code: 'signal-noise', count: 4102 },
              files: ['/home/ada/Documents/<b>letter</b>.docx', '/home/ada/Documents/\u202etxt.exe'],
            },
            {
              kind: 'notes',
              words: 'A new file named like a ransom note, "HOW_TO_<b>PAY</b>.txt", lies in 37 folders.',
              said: { code: 'signal-notes-named', count: 37, name: 'HOW_TO_<b>PAY</b>.txt' },
              files: [],
            },
            {
              kind: 'type',
              words:
                'In the last 7 backups, 48 files are no longer what their names say: they look encrypted or overwritten, a few at a time.',
              said: { code: 'signal-type-over-time', count: 48, runs: 7 },
              files: [],
            },
            {
              kind: 'set-up',
              words:
                '/home/ada/Photos is no longer backed up. What fits "*.docx" is left out from now on. Backups are protected for 7 days instead of 30.',
              said: {
                code: 'signal-set-up',
                changes: [
                  { code: 'root-gone', name: '/home/ada/Photos' },
                  { code: 'exclude-new', rule: '*.docx' },
                  { code: 'period-changed', days: 7, before: 30 },
                ],
              },
              files: [],
            },
          ],
          lastClean: null,
        },
      ],
      audit: {
        at: now,
        verdict: 'alarms',
        findings: [
          {
            code: 'hidden',
            severity: 'alarm',
            count: 12,
            words:
              '12 objects of yours were hidden under a running lock. Holdfast never does that. Everything can still be read and stays locked.',
            said: { code: 'found-hidden', count: 12 },
            isNew: true,
          },
          {
            code: 'lifecycle',
            severity: 'alarm',
            count: 0,
            words: 'A lifecycle rule that is not Holdfast’s hides what is stored here: for the whole bucket.',
            said: {
              code: 'found-lifecycle',
              details: [
                {
                  code: 'rule-for-all',
                  acts: [
                    { code: 'rule-hides', count: 3 },
                    { code: 'rule-deletes', count: 1 },
                  ],
                },
              ],
            },
            isNew: false,
          },
          {
            code: 'key-wide',
            severity: 'warning',
            count: 0,
            words: 'The stored storage key reaches every bucket of the account, not only this one.',
            said: { code: 'found-key-wide' },
            isNew: false,
          },
        ],
      },
      proofs: { lockHalf: { at: now - 40 * day, ok: true }, keyHalf: { at: now - day, ok: false } },
    }),
  ),
  protection('offline', view(), { 'protection.view': () => Promise.reject(new FakeFailure(offline)) }),
];
