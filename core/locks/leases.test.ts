import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPracticeSubject, type PracticeSubject } from '../../test/storage/open-practice-subject.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { VersionLock } from '../model/object.ts';
import { realWorld } from '../system/world.ts';
import { compliantUntil, confirmLease } from './confirm-lease.ts';
import { dayMs } from './period.ts';
import { ProviderTime } from './provider-time.ts';
import { renewLeases, type LeasedObject } from './renew-leases.ts';
import { lockPolicy } from './lock-policy.ts';

const until = 1_800_000_000_000;

describe('a date read back', () => {
  const store = (lock: VersionLock | undefined) => ({ bucket: 'b', head: async () => ({ lock }) });
  const version = { name: 'n', versionId: 'v' };
  const locked: VersionLock = { mode: 'compliance', until, legalHold: false };

  test('counts in compliance mode only', () => {
    expect(compliantUntil({ lock: locked })).toBe(until);
    for (const lock of [
      undefined,
      { ...locked, mode: 'governance' },
      { ...locked, until: null },
      { ...locked, mode: null },
    ] as const)
      expect(compliantUntil({ lock })).toBe(0);
  });

  test('is the true one, also where it is later than what was sent', async () => {
    expect(await confirmLease(store(locked), version, until - 1000)).toBe(until);
    expect(await confirmLease(store(locked), version, until)).toBe(until);
    expect(await confirmLease(store(locked), version, undefined)).toBe(until);
    expect(await confirmLease(store(undefined), version, undefined)).toBe(0);
  });

  test.each([undefined, { ...locked, until: until - 1000 }, { ...locked, mode: 'governance' as const }])(
    '%o is not what was sent',
    async (lock) => {
      await expect(confirmLease(store(lock), version, until)).rejects.toMatchObject({
        code: 'bucket-not-locked',
      });
    },
  );
});

describe.each(['s3', 'b2'] as const)('renewal over %s', (kind) => {
  let subject: PracticeSubject;
  let made = 0;
  const policy = lockPolicy(30);
  beforeAll(async () => {
    subject = await openPracticeSubject(kind);
  });
  afterAll(() => subject.close());

  async function put(lockDays: number): Promise<LeasedObject> {
    const body = Buffer.from(`object ${made++}`);
    const name = `object${made}`;
    const now = (await subject.store.providerClock()).now;
    const { versionId } = await subject.store.put({
      name: subject.prefix + name,
      body,
      sha256: sha256Hex(body),
      lockUntil: Math.floor((now + lockDays * dayMs) / 1000) * 1000,
    });
    return { name, versionId, uploadedAt: now };
  }

  async function renew(
    objects: readonly LeasedObject[],
    store: Parameters<typeof renewLeases>[0] = subject.store,
  ) {
    const time = await ProviderTime.ask(subject.store, realWorld);
    return await renewLeases(store, objects, { prefix: subject.prefix, time, policy, world: realWorld });
  }

  test('lengthens to P and slack, and tells the dates it read back', async () => {
    const object = await put(3);
    const { now } = await subject.store.providerClock();
    const { confirmed, missing, refused } = await renew([object]);
    expect({ missing, refused }).toEqual({ missing: [], refused: [] });
    const head = await subject.store.head({ ...object, name: subject.prefix + object.name });
    expect(confirmed).toEqual([{ object, until: head.lock!.until }]);
    expect(confirmed[0]!.until).toBeGreaterThan(now + policy.protectMs);
    expect(confirmed[0]!.until).toBeLessThanOrEqual(now + policy.protectMs + 2 * dayMs + 60_000);
  });

  test('the older an object, the longer; never beyond the cap', async () => {
    const object = await put(3);
    const old = { ...object, uploadedAt: object.uploadedAt - 3000 * dayMs };
    const { now } = await subject.store.providerClock();
    const { confirmed } = await renew([old]);
    expect(confirmed[0]!.until).toBeGreaterThan(now + policy.protectMs + 47 * dayMs);
    expect(confirmed[0]!.until).toBeLessThanOrEqual(now + policy.protectMs + 60 * dayMs + 60_000);
  });

  test('already later is success', async () => {
    const object = await put(200);
    const { confirmed, refused } = await renew([object]);
    expect(refused).toEqual([]);
    expect(confirmed[0]!.until).toBeGreaterThan(Date.now() + 199 * dayMs);
  });

  test('what is gone is missing, the others are renewed', async () => {
    const here = await put(3);
    const gone = {
      ...(await put(3)),
      versionId: here.versionId.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    };
    const { confirmed, missing } = await renew([gone, here]);
    expect(missing).toEqual([gone]);
    expect(confirmed.map(({ object }) => object)).toEqual([here]);
  });

  test('refused: the true, shorter date, read back', async () => {
    const object = await put(3);
    const refusing = {
      head: subject.store.head.bind(subject.store),
      renew: async () => {
        throw new HoldfastError('key-insufficient');
      },
    };
    const { confirmed, refused } = await renew([object], refusing);
    expect(confirmed).toEqual([]);
    expect(refused).toMatchObject([{ object, error: { code: 'key-insufficient' } }]);
    expect(Math.abs(refused[0]!.until - Date.now() - 3 * dayMs)).toBeLessThan(dayMs);
  });

  test('a store that says yes and does nothing has refused', async () => {
    const object = await put(3);
    const idle = { head: subject.store.head.bind(subject.store), renew: async () => undefined };
    const { confirmed, refused } = await renew([object], idle);
    expect(confirmed).toEqual([]);
    expect(refused).toMatchObject([{ error: { code: 'provider-refused' } }]);
  });

  test('a network that fails is no refusal', async () => {
    const broken = {
      head: subject.store.head.bind(subject.store),
      renew: async () => {
        throw new HoldfastError('network-unreachable', {}, { retry: 'later' });
      },
    };
    await expect(renew([await put(3)], broken)).rejects.toMatchObject({ code: 'network-unreachable' });
  });

  test('nothing is renewed while the clocks differ by more than a day', async () => {
    const object = await put(3);
    const world = { ...realWorld, now: () => Date.now() + 2 * dayMs };
    const time = await ProviderTime.ask(subject.store, world);
    await expect(
      renewLeases(subject.store, [object], { prefix: subject.prefix, time, policy, world }),
    ).rejects.toMatchObject({ code: 'clocks-differ' });
    expect(
      await renewLeases(subject.store, [], { prefix: subject.prefix, time, policy, world }),
    ).toMatchObject({ confirmed: [] });
  });
});
