import { afterEach, beforeEach, expect, test } from 'vitest';
import { openReceivers, type Receivers } from '../../../test/guard/alarm-receivers.ts';
import type { GuardSettings } from './guard-settings.ts';
import type { OpenAlarm } from './guard-state.ts';
import { tellAlarms } from './tell-alarms.ts';

let receivers: Receivers;
beforeEach(async () => {
  receivers = await openReceivers();
});
afterEach(() => receivers.close());

const settings = (webhook: string | null): GuardSettings => ({
  version: 1,
  store: { kind: 'b2', endpoint: 'https://api.example.org', bucket: 'b' },
  prefix: '',
  repositoryId: '0'.repeat(32),
  protectDays: 30,
  retention: {},
  maxBytes: null,
  maxCalls: 1000,
  noSnapshotDays: 3,
  webhook,
  mail: null,
  ping: null,
  secrets: 'environment',
});
const alarm: OpenAlarm = { kind: 'covered', words: 'Somebody …', since: 1, amount: 1, told: ['webhook'] };

test('that an alarm is over is told until somebody has heard it', async () => {
  const deaf = await tellAlarms({ open: [], over: [alarm] }, settings('http://127.0.0.1:1/x'), undefined, 9);
  expect(deaf).toMatchObject({ over: [alarm], failures: [expect.stringMatching(/cannot be reached/)] });
  const heard = await tellAlarms({ open: [], over: deaf.over }, settings(receivers.webhook), undefined, 9);
  expect([heard.over, heard.failures]).toEqual([[], []]);
  expect(receivers.posts.map(({ over }) => over.map(({ kind }) => kind))).toEqual([['covered']]);
});

test('nobody waits for a channel that is not there any more', async () => {
  const told = await tellAlarms({ open: [], over: [alarm] }, settings(null), undefined, 9);
  expect(told).toEqual({ open: [], over: [], failures: [] });
});
