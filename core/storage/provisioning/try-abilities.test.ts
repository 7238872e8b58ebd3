import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPracticeSubject, type PracticeSubject } from '../../../test/storage/open-practice-subject.ts';
import { realWorld } from '../../system/world.ts';
import { putBytes, textBytes } from '../conformance/check-tools.ts';
import { connectStore } from '../connect-store.ts';
import { createProvisioner } from '../provisioning.ts';
import { roleCapabilities, type Role } from '../roles.ts';
import { roleAbilities, tryAbilities } from './try-abilities.ts';

let subject: PracticeSubject;
beforeAll(async () => {
  subject = await openPracticeSubject('s3');
  const { store, prefix } = subject;
  const { now } = await store.providerClock();
  await putBytes(store, `${prefix}there`, textBytes('there'), Math.ceil(now / 1000) * 1000 + 86_400_000);
});
afterAll(() => subject.close());

const roles = Object.keys(roleCapabilities) as Role[];

test.each(roles)('a key of the role %s is found to have what that needs, and no more', async (role) => {
  const { vault, settings, prefix } = subject;
  const native = createProvisioner({ kind: 'b2', endpoint: vault.b2, bucket: settings.bucket }, vault);
  const store = await connectStore(settings, await native.createKey(role, prefix, role), realWorld);
  const found = await tryAbilities(store, prefix, realWorld);
  const able = [...found].filter(([, may]) => may).map(([ability]) => ability);
  // At B2, whose rules the vault follows, whoever may upload may hide, and upload without a lock too.
  const implied = role.includes('backup') || role === 'space' ? ['upload', 'hide'] : [];
  expect(new Set(able)).toEqual(new Set([...roleAbilities[role], ...implied]));
  await store.close();
});

test('nothing that was there has changed', async () => {
  const { store, prefix } = subject;
  for await (const page of store.listVersions(`${prefix}there`)) {
    expect(page).toHaveLength(1);
    expect(await store.head(page[0]!)).toMatchObject({ lock: { mode: 'compliance', legalHold: false } });
  }
});
