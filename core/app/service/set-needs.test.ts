import { expect, test } from 'vitest';
import { setNeeds } from './set-needs.ts';
import { sampleLook } from '../testing/sample-look.ts';
import { sampleSetSettings } from '../testing/sample-settings.ts';

type About = Parameters<typeof setNeeds>[0];

const now = Date.UTC(2026, 10, 22);
const day = 86_400_000;
const fine: About = {
  locks: 'protected',
  look: {
    ...sampleLook,
    at: now,
    snapshots: 3,
    kept: 3,
    least: now + 30 * day,
  },
  settings: {
    ...sampleSetSettings,
    schedule: { kind: 'manual' },
    ping: 'https://example.org/ping',
  },
  facts: { strict: false },
  upkeep: {
    version: 1,
    lastRenewal: null,
    lastAudit: null,
    lastRetirement: null,
    lastDrill: null,
    proofs: { lockHalf: null, keyHalf: null },
    kit: { confirmedAt: now, openedAt: now },
    noticesSaid: [],
    events: [],
  },
  proven: 'proven',
  isLocked: false,
  trouble: null,
  lastBackup: undefined,
  now,
  providerNow: now,
};
const kinds = (part: Partial<About>): readonly string[] =>
  setNeeds({ ...fine, ...part }).map(({ kind }) => kind);
const look = fine.look as NonNullable<About['look']>;

test('where all is well nothing is to be done', () => {
  expect(kinds({})).toEqual([]);
});

test.each([
  ['no-sources', { settings: { ...fine.settings, sources: [] } }],
  ['first-backup', { look: { ...look, snapshots: 0 } }],
  ['suspected', { look: { ...look, suspectedSince: now } }],
  ['renew', { locks: 'thinning' }],
  ['unlock', { isLocked: true }],
  ['clock', { look: { ...look, clockWarning: 'off' } }],
  ['key-alarm', { look: { ...look, keyAlarm: 'too much' } }],
  ['prove', { proven: 'unproven' }],
  // Longer locks are no help on a storage that lets go of what is locked.
  ['prove', { proven: 'disproved' }],
  ['suspected', { locks: 'lapsed', look: { ...look, suspectedSince: now } }],
  ['watcher', { settings: { ...fine.settings, ping: null } }],
  ['kit-confirm', { upkeep: { ...fine.upkeep, kit: { confirmedAt: null, openedAt: null } } }],
  ['kit-open', { upkeep: { ...fine.upkeep, kit: { confirmedAt: now, openedAt: null } } }],
  ['kit-yearly', { now: now + 400 * day }],
  [
    'drill',
    {
      upkeep: {
        ...fine.upkeep,
        lastDrill: { at: now, ok: false, files: 1, bytes: 1, compared: 0, problems: 1 },
      },
    },
  ],
] as const satisfies readonly (readonly [string, Partial<About>])[])('%s', (kind, part) => {
  expect(kinds(part)).toEqual([kind]);
});

test('warnings stand first, and none stands twice', () => {
  expect(
    kinds({
      locks: 'lapsed',
      proven: 'disproved',
      isLocked: true,
      look: { ...look, keyAlarm: 'too much' },
      upkeep: { ...fine.upkeep, kit: { confirmedAt: null, openedAt: null } },
    }),
  ).toEqual(['key-alarm', 'renew', 'unlock', 'prove', 'kit-confirm']);
});
