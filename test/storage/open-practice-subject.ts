import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectStore, type StoreSettings } from '../../core/storage/connect-store.ts';
import type { Subject } from '../../core/storage/conformance/subject.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import { realWorld } from '../../core/system/world.ts';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';

export type PracticeSubject = Subject & {
  readonly vault: PracticeVault;
  readonly settings: StoreSettings;
  readonly close: () => Promise<void>;
};

const bucket = 'conformance';

/** A practice vault of its own with a locked bucket, the engine's restricted key and the powerful one. */
export async function openPracticeSubject(
  kind: 's3' | 'b2',
  options: { readonly liar?: boolean } = {},
): Promise<PracticeSubject> {
  const dir = await mkdtemp(join(tmpdir(), 'holdfast-vault-'));
  const vault = await startPracticeVault({ dir, ...options });
  const powerfulKey = { keyId: vault.keyId, key: vault.key };
  const native: StoreSettings = { kind: 'b2', endpoint: vault.b2, bucket };
  const settings: StoreSettings =
    kind === 'b2' ? native : { kind: 's3', endpoint: vault.s3, region: vault.region, bucket };
  const provisioner = createProvisioner(native, powerfulKey);
  await provisioner.ensureLockedBucket();
  const key = await provisioner.createKey('backup', 'checks/', 'conformance');
  const store = await connectStore(settings, key, realWorld);
  const powerful = await connectStore(settings, powerfulKey, realWorld);
  return {
    vault,
    settings,
    store,
    powerful,
    prefix: 'checks/',
    onlyIfAbsent: 'honoured',
    moveClock: (advanceMs) => administer(vault, 'clock', { advanceMs }),
    close: async () => {
      await store.close();
      await powerful.close();
      await vault.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Moves the vault's clock, or asks for faults: see practice/admin. */
export async function administer(vault: PracticeVault, what: string, body: object): Promise<void> {
  const answer = await fetch(`${vault.b2}/.practice/${what}`, {
    method: 'POST',
    headers: { 'x-practice-admin': '1', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
}
