import { HoldfastError } from '../errors/holdfast-error.ts';
import { lockPolicy, type LockPolicy } from '../locks/lock-policy.ts';
import type { Settings } from './settings.ts';

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** @throws home-damaged where the settings shorten the day for a server that is not on this computer */
export function policyOf({
  protectDays,
  testDaySeconds,
  store,
  strict: isStrict,
  ended,
}: Pick<Settings, 'protectDays' | 'testDaySeconds' | 'store'> &
  Partial<Pick<Settings, 'strict' | 'ended'>>): LockPolicy {
  // Once nothing is backed up any more, this home keeps a renewal key and lengthens by itself.
  const strict = isStrict && !ended;
  if (testDaySeconds === undefined) return lockPolicy(protectDays, undefined, strict);
  if (!loopback.has(new URL(store.endpoint).hostname))
    throw new HoldfastError('home-damaged', {
      home: store.endpoint,
      reason: 'testDaySeconds is for servers on this computer only',
    });
  return lockPolicy(protectDays, testDaySeconds * 1000, strict);
}
