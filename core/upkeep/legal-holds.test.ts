import { afterEach, describe, expect, test } from 'vitest';
import { B2Session } from '../../test/acceptance/places/b2-session.ts';
import { openPracticeSubject, type PracticeSubject } from '../../test/storage/open-practice-subject.ts';
import type { ObjectVersion } from '../model/object.ts';
import { textBytes, putBytes } from '../storage/conformance/check-tools.ts';
import { connectStore } from '../storage/connect-store.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { createProvisioner } from '../storage/provisioning.ts';
import { realWorld } from '../system/world.ts';
import { setHolds } from './legal-holds.ts';

const day = 86_400_000;

let subject: PracticeSubject;
afterEach(() => subject.close());

describe.each(['b2', 's3'] as const)('over %s', (kind) => {
  test('a hold outlasts the date, is read back, and is lifted by itself', async () => {
    subject = await openPracticeSubject(kind);
    const { store, powerful, prefix } = subject;
    const versions = await putMany(20);
    const hold = await withHoldKey();
    expect(await setHolds(hold, prefix, versions, true)).toEqual({ confirmed: 20, missing: [], refused: [] });
    // Hidden or overwritten, it is the version that is held.
    await store.hide(prefix + versions[0]!.name);
    await subject.moveClock!(2 * day);
    const locked = { code: 'object-locked' };
    await expect(powerful.deleteVersion(full(versions[0]!))).rejects.toMatchObject(locked);
    expect(await setHolds(hold, prefix, versions.slice(0, 1), false)).toMatchObject({ confirmed: 1 });
    await powerful.deleteVersion(full(versions[0]!));
    await expect(powerful.deleteVersion(full(versions[1]!))).rejects.toMatchObject(locked);
    const told = await setHolds(hold, prefix, versions, false);
    expect(told).toEqual({ confirmed: 19, missing: [versions[0]], refused: [] });
    await hold.close();
  });

  test('a key that may set none says so at once', async () => {
    subject = await openPracticeSubject(kind);
    const versions = await putMany(2);
    await expect(setHolds(subject.store, subject.prefix, versions, true)).rejects.toMatchObject({
      code: 'key-insufficient',
    });
  });
});

test('a hold that cannot be read back counts as refused', async () => {
  subject = await openPracticeSubject('b2');
  const versions = await putMany(1);
  const { keyId, key } = await makeBlindKey();
  const blind = await connectStore(subject.settings, { keyId, key }, realWorld);
  const report = await setHolds(blind, subject.prefix, versions, true);
  expect(report).toMatchObject({ confirmed: 0, refused: [{ ...versions[0], code: 'provider-refused' }] });
  await blind.close();
});

const full = ({ name, versionId }: ObjectVersion): ObjectVersion => ({
  name: subject.prefix + name,
  versionId,
});

/** Locked for a day. */
async function putMany(count: number): Promise<ObjectVersion[]> {
  const { store, prefix } = subject;
  const until = Math.ceil((await store.providerClock()).now / 1000) * 1000 + day;
  const made: ObjectVersion[] = [];
  for (let n = 0; n < count; n++) {
    const { versionId } = await putBytes(store, `${prefix}object ${n}`, textBytes(`${n}`), until);
    made.push({ name: `object ${n}`, versionId });
  }
  return made;
}

async function withHoldKey(): Promise<ObjectStore> {
  const { vault, settings, prefix } = subject;
  const native = { kind: 'b2', endpoint: vault.b2, bucket: settings.bucket } as const;
  const key = await createProvisioner(native, vault).createKey('hold', prefix, 'hold');
  return await connectStore(settings, key, realWorld);
}

async function makeBlindKey(): Promise<{ keyId: string; key: string }> {
  const session = await B2Session.open(subject.vault.b2, subject.vault.keyId, subject.vault.key);
  const made = await session.call<{ applicationKeyId: string; applicationKey: string }>('b2_create_key', {
    accountId: session.accountId,
    keyName: 'blind',
    capabilities: ['listBuckets', 'readFiles', 'readFileRetentions', 'writeFileLegalHolds'],
  });
  return { keyId: made.applicationKeyId, key: made.applicationKey };
}
