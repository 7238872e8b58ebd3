import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import { strictBucketDays } from '../locks/lock-policy.ts';
import type { Said } from '../model/said.ts';
import { createProvisioner, type Provisioner } from '../storage/provisioning.ts';
import type { StorageKey } from './secrets/secrets.ts';
import type { Settings } from './settings.ts';
import type { StoragePlace } from './storage-place.ts';

export type Provisioned = {
  /** The key to keep. Never the set-up key. */
  readonly backupKey: StorageKey;
  readonly bucketCreated: boolean;
  readonly keyCreated: boolean;
};

/**
 * Makes what is missing with the keys at hand: the locked bucket (with the set-up key; on S3 else with the backup key,
 * which may be allowed to), its rule where space is given back automatically, its default retention in strict mode, and on
 * B2 the restricted backup key.
 * @throws secret-missing, bucket-not-locked, bucket-missing, bucket-name-taken, key-invalid, key-insufficient
 */
export async function provisionStorage(request: {
  readonly place: StoragePlace;
  readonly setUpKey: StorageKey | undefined;
  readonly backupKey: StorageKey | undefined;
  readonly space?: Settings['space'];
  readonly protectDays: number;
  readonly strict?: boolean;
  readonly onMade: (what: string, said: Said) => void;
}): Promise<Provisioned> {
  const { place, setUpKey, backupKey, space = 'by-hand', strict = false, onMade } = request;
  assertEnoughKeys(place, setUpKey, backupKey);
  const makingKey = setUpKey ?? (place.store.kind === 's3' ? backupKey : undefined);
  if (!makingKey && space === 'automatic')
    throw new HoldfastError('secret-missing', {
      secret: 'A set-up key, which may set the rule of the bucket that automatic space needs,',
      variable: 'HOLDFAST_SETUP_KEY_ID and HOLDFAST_SETUP_KEY',
    });
  if (!makingKey) return { backupKey: given(backupKey), bucketCreated: false, keyCreated: false };
  const provisioner = createProvisioner(place.store, makingKey);
  try {
    const { created } = await provisioner.ensureLockedBucket();
    if (created)
      onMade(`the locked bucket "${place.store.bucket}"`, { code: 'left-bucket', name: place.store.bucket });
    if (space === 'automatic') await setRule(provisioner, place.prefix, onMade);
    if (strict) await setDates(provisioner, strictBucketDays(request.protectDays), onMade);
    if (backupKey) return { backupKey, bucketCreated: created, keyCreated: false };
    const made = await provisioner.createKey(
      strict ? 'strict-backup' : 'backup',
      place.prefix,
      keyLabel(place),
    );
    onMade(`the storage key ${made.keyId}`, { code: 'left-key', name: made.keyId });
    return { backupKey: made, bucketCreated: created, keyCreated: true };
  } finally {
    await provisioner.close();
  }
}

/** A key that may not: whoever looks at the bucket next says what it lacks, if anything. */
async function setDates(
  provisioner: Provisioner,
  days: number,
  onMade: (what: string, said: Said) => void,
): Promise<void> {
  try {
    await provisioner.raiseDefaultRetention(days);
    onMade(`the bucket's default retention of ${days} days or more`, { code: 'left-retention', days });
  } catch (error) {
    if (!isHoldfastError(error, 'key-insufficient')) throw error;
  }
}

async function setRule(
  provisioner: Provisioner,
  prefix: string,
  onMade: (what: string, said: Said) => void,
): Promise<void> {
  try {
    await provisioner.setSpaceRules(prefix, 'automatic');
  } catch (error) {
    if (!isHoldfastError(error, 'key-insufficient')) throw error;
    throw new HoldfastError(
      'key-insufficient',
      { ...error.details, operation: 'set the rules of the bucket, which --space automatic needs' },
      { cause: error },
    );
  }
  onMade("the bucket's rule that deletes what Holdfast hides", { code: 'left-rule' });
}

function assertEnoughKeys(
  { store }: StoragePlace,
  setUpKey: StorageKey | undefined,
  backupKey: StorageKey | undefined,
): void {
  if (backupKey) return;
  if (!setUpKey)
    throw new HoldfastError('secret-missing', {
      secret: 'A storage key',
      variable:
        store.kind === 'b2'
          ? 'HOLDFAST_SETUP_KEY_ID and HOLDFAST_SETUP_KEY (makes bucket and restricted key) or HOLDFAST_KEY_ID and HOLDFAST_KEY'
          : 'HOLDFAST_KEY_ID and HOLDFAST_KEY',
    });
  if (store.kind === 's3')
    throw new HoldfastError('secret-missing', {
      secret: 'The key to back up with (S3 has no common way to make one, and the set-up key is never kept)',
      variable: 'HOLDFAST_KEY_ID and HOLDFAST_KEY',
    });
}

function given(key: StorageKey | undefined): StorageKey {
  if (!key) throw new HoldfastError('bug', { reason: 'set-up without a key' });
  return key;
}

/** As it stands on the provider's page: letters, digits and hyphens. */
function keyLabel({ store, prefix }: StoragePlace): string {
  const text = `holdfast-${store.bucket}-${prefix}`.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '');
  return text.slice(0, 100);
}
