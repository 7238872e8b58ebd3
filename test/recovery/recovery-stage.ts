import { masterToWords } from '../../core/crypto/recovery-words.ts';
import type { KitToOpen, Recovery } from '../../core/recovery/connect-recovery.ts';
import { openRecovery } from '../../core/recovery/open-recovery.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import type { StoreCredentials } from '../../core/storage/connect-store.ts';
import type { Role } from '../../core/storage/roles.ts';
import { realWorld } from '../../core/system/world.ts';
import type { BackupFixture, TestSet } from '../backup/backup-fixture.ts';

const bucket = 'backup-tests';

/** The kit of a set, as a person has it. */
export function kitOf(
  { vault }: BackupFixture,
  { repository }: TestSet,
  kind: 'b2' | 's3' = 'b2',
): KitToOpen {
  const { prefix, repositoryId } = repository;
  const number = Number(/\d+/.exec(prefix)?.[0]);
  const { b2, s3, region } = vault;
  return {
    words: masterToWords(new Uint8Array(32).fill(number)),
    fingerprint: '',
    store: kind === 'b2' ? { kind, endpoint: b2, bucket } : { kind, endpoint: s3, region, bucket },
    prefix,
    repositoryId,
  };
}

/** A key of one role for the folder of a set. */
export async function keyOf(
  { vault }: BackupFixture,
  { repository }: TestSet,
  role: Role = 'read',
): Promise<StoreCredentials> {
  const provisioner = createProvisioner({ kind: 'b2', endpoint: vault.b2, bucket }, vault);
  try {
    return await provisioner.createKey(role, repository.prefix, role);
  } finally {
    await provisioner.close();
  }
}

/** Opened from the kit and a read key alone. */
export async function recoveryOf(
  fixture: BackupFixture,
  set: TestSet,
  { kit = kitOf(fixture, set), open = openRecovery }: { kit?: KitToOpen; open?: typeof openRecovery } = {},
  role: Role = 'read',
): Promise<Recovery> {
  return await open({ kit, storageKey: await keyOf(fixture, set, role), world: realWorld });
}
