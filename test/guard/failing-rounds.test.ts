import { afterEach, beforeEach, expect, test } from 'vitest';
import { join } from 'node:path';
import { guardHome } from '../../core/app/guard/guard-home.ts';
import type { GuardSettings } from '../../core/app/guard/guard-settings.ts';
import { runGuardRound, type GuardRoundDone } from '../../core/app/guard/run-guard-round.ts';
import { exitCodeOf, roundInWords } from '../../core/app/guard/round-words.ts';
import type { StorageKey } from '../../core/app/secrets/secrets.ts';
import { encodeRetention, retentionPresets } from '../../core/locks/retention.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import { realWorld, type World } from '../../core/system/world.ts';
import { BackupFixture, type TestSet } from '../backup/backup-fixture.ts';
import { openReceivers, type Receivers } from './alarm-receivers.ts';
import { write } from './guard-fixture.ts';

const hourMs = 3_600_000;
const bucket = 'backup-tests';
const fixture = new BackupFixture('b2');
let receivers: Receivers;
let set: TestSet;
let key: StorageKey;
beforeEach(async () => {
  receivers = await openReceivers();
  set = await fixture.newSet();
  write(set, 'genuine', 1);
  await set.backUp();
  const provisioner = createProvisioner({ kind: 'b2', endpoint: fixture.vault.b2, bucket }, fixture.vault);
  key = await provisioner.createKey('renewal', set.repository.prefix, 'guard');
  await provisioner.close();
});
afterEach(() => receivers.close());

/** A round some hours from now, by a clock whose waits take no time. */
function round(
  hours: number,
  options: {
    readonly endpoint?: string;
    readonly renewalKey?: StorageKey;
    readonly signal?: AbortSignal;
  } = {},
): Promise<GuardRoundDone> {
  let waited = 0;
  const world: World = {
    ...realWorld,
    now: () => Date.now() + hours * hourMs,
    monotonic: () => performance.now() + waited,
    sleep: (milliseconds) => {
      waited += milliseconds;
      return Promise.resolve();
    },
  };
  const settings: GuardSettings = {
    version: 1,
    store: { kind: 'b2', endpoint: options.endpoint ?? fixture.vault.b2, bucket },
    prefix: set.repository.prefix,
    repositoryId: set.repository.repositoryId,
    protectDays: 30,
    retention: { ...encodeRetention(retentionPresets.standard) },
    maxBytes: null,
    maxCalls: 1000,
    noSnapshotDays: 30,
    webhook: receivers.webhook,
    mail: null,
    ping: receivers.webhook.replace('hook', 'ping'),
    secrets: 'environment',
  };
  return runGuardRound({
    home: guardHome({ folder: join(set.folder) }),
    settings,
    secrets: { listKey: set.repository.keys.list, renewalKey: options.renewalKey ?? key },
    world,
    signal: options.signal,
    smtp: undefined,
  });
}

const nobody = { endpoint: 'http://127.0.0.1:1' };
const kindsTold = (): readonly string[] =>
  receivers.posts.flatMap(({ alarms }) => alarms.map(({ kind }) => kind));

test('nobody answers: an alarm after a day, once; over when somebody does', async () => {
  expect(exitCodeOf(await round(0))).toBe(0);
  const first = await round(6, nobody);
  expect([first.error?.code, exitCodeOf(first), first.open]).toEqual(['network-unreachable', 1, []]);
  expect(roundInWords(first, 0)).toMatch(/This round failed: No answer from http:\/\/127.0.0.1:1/);
  for (const hours of [12, 18, 25, 31]) await round(hours, nobody);
  expect(kindsTold()).toEqual(['nobody-answers']);
  expect(receivers.posts[0]?.alarms[0]?.words).toContain('has not answered for 25 hours');
  const again = await round(20);
  expect([exitCodeOf(again), again.open]).toEqual([0, []]);
  expect(receivers.posts.at(-1)?.over).toMatchObject([{ kind: 'nobody-answers' }]);
  expect(receivers.pings).toEqual(['/ping', ...Array<string>(5).fill('/ping/fail'), '/ping']);
});

test('a key that was revoked is an alarm at once', async () => {
  const renewalKey = { ...key, key: 'K005revoked' };
  const done = await round(0, { renewalKey });
  expect([done.error?.code, exitCodeOf(done)]).toEqual(['key-invalid', 1]);
  expect(done.open).toMatchObject([{ kind: 'round-failed', told: ['webhook'] }]);
  await round(1, { renewalKey });
  expect(kindsTold()).toEqual(['round-failed']);
});

test('stopped by its owner: no alarm, no ping', async () => {
  await expect(round(0, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  expect([receivers.posts, receivers.pings]).toEqual([[], []]);
});
