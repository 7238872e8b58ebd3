import type { Instant } from '../../core/model/object.ts';
import { mayPlaceRetention } from './lock-rules.ts';
import { refuseRetention } from './refuse-retention.ts';
import type { VaultBucket } from './vault-bucket.ts';
import { VaultRefusal } from './vault-refusal.ts';
import type { UploadSettings } from './vault-version.ts';

/** B2: a single upload or copy; larger ones go in parts. */
export const maxUploadBytes = 5_000_000_000;

const maxNameBytes = 1024;

/** @throws what is wrong with the name, the metadata or the lock of a version to be */
export function checkUpload(bucket: VaultBucket, name: string, settings: UploadSettings, now: Instant): void {
  const nameBytes = Buffer.byteLength(name);
  if (nameBytes === 0 || nameBytes > maxNameBytes || !name.isWellFormed())
    throw new VaultRefusal('name-invalid', `File names must be 1 to ${maxNameBytes} bytes of UTF-8`);
  const limit = bucket.lockEnabled ? 2_048 : 7_000;
  const bytes = nameBytes + infoBytes(settings.info ?? {});
  if (bytes > limit)
    throw new VaultRefusal('metadata-too-large', `File name and info are ${bytes} bytes, more than ${limit}`);
  if (settings.legalHold !== undefined && !bucket.lockEnabled)
    throw new VaultRefusal('lock-not-enabled', 'The bucket is not file lock enabled');
  if (settings.retention !== undefined)
    refuseRetention(mayPlaceRetention(settings.retention, { now, bucketLocks: bucket.lockEnabled }));
}

function infoBytes(info: Readonly<Record<string, string>>): number {
  return Object.entries(info).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
}
