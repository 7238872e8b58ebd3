import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeRetention, retentionPresets } from '../../locks/retention.ts';
import { guardHome } from './guard-home.ts';
import {
  checkGuardSettings,
  readGuardSettings,
  writeGuardSettings,
  type GuardSettings,
} from './guard-settings.ts';
import { readGuardState, writeGuardState } from './guard-state.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-guard-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const settings: GuardSettings = {
  version: 1,
  store: { kind: 'b2', endpoint: 'https://api.backblazeb2.com', bucket: 'bucket' },
  prefix: 'laptop/',
  repositoryId: '00112233445566778899aabbccddeeff',
  protectDays: 30,
  retention: { ...encodeRetention(retentionPresets.standard) },
  maxBytes: null,
  maxCalls: 20_000,
  noSnapshotDays: 3,
  webhook: 'https://example.org/hook',
  mail: { to: 'a@example.org', from: 'b@example.org' },
  ping: null,
  secrets: 'keychain',
};

test('what is written is read, and nobody else may read it', async () => {
  const home = guardHome({ folder });
  await writeGuardSettings(home, settings);
  expect(await readGuardSettings(home)).toEqual(settings);
  expect(statSync(home.settings).mode & 0o777).toBe(0o600);
});

test('a home without a guard, and one that is damaged', async () => {
  const home = guardHome({ folder });
  await expect(readGuardSettings(home)).rejects.toThrow('guard-missing');
  writeFileSync(home.settings, '{');
  await expect(readGuardSettings(home)).rejects.toThrow('home-damaged');
  writeFileSync(home.settings, JSON.stringify({ ...settings, secret: 'x' }));
  await expect(readGuardSettings(home)).rejects.toThrow('home-damaged');
});

test.each([
  { webhook: 'file:///etc/passwd' },
  { ping: 'ftp://example.org' },
  { mail: { to: 'a@example.org\r\nBcc: c@example.org', from: 'b@example.org' } },
  { retention: { all: 1 } },
  { retention: { ...settings.retention, daily: -1 } },
  { repositoryId: '../other' },
  { maxCalls: 1 },
  { maxCalls: Number.NaN },
  { protectDays: 100_000 },
  { prefix: 'no-slash' },
])('what cannot be is refused: %j', (wrong) => {
  expect(() => checkGuardSettings({ ...settings, ...wrong })).toThrow('usage');
});

test('a state that cannot be read begins anew: alarms are told again rather than never', async () => {
  const { state } = guardHome({ folder });
  const empty = { version: 1, open: [], over: [], lastRound: null, failingSince: null };
  expect(await readGuardState(state)).toEqual(empty);
  await writeGuardState(state, { ...(await readGuardState(state)), lastRound: 5 });
  expect((await readGuardState(state)).lastRound).toBe(5);
  writeFileSync(state, '{"version":');
  expect(await readGuardState(state)).toEqual(empty);
  writeFileSync(state, '{"version":9}');
  expect(await readGuardState(state)).toEqual(empty);
});
