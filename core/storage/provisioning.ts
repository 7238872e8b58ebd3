import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { World } from '../system/world.ts';
import { connectStore } from './connect-store.ts';
import { B2Provisioner } from './provisioning/b2-provisioner.ts';
import type { Provisioner } from './provisioning/provisioner.ts';
import { S3Provisioner } from './provisioning/s3-provisioner.ts';
import { b2Endpoint, type StoreCredentials, type StoreSettings } from './store-settings.ts';

export type { Provisioner } from './provisioning/provisioner.ts';
export { tryKey } from './provisioning/try-key.ts';

/** Makes no call yet. The set-up key lives in the provisioner and ends with it. */
export function createProvisioner(settings: StoreSettings, setupKey: StoreCredentials): Provisioner {
  if (settings.kind === 's3') return new S3Provisioner(settings, setupKey);
  const { endpoint = b2Endpoint, bucket } = settings;
  return new B2Provisioner({ endpoint, bucket }, setupKey);
}

/**
 * Whether the provider refuses this key by now: for the set-up key, which the wizard has regenerated at its end.
 * @throws what is no answer to that question: network-unreachable, provider-busy, …
 */
export async function isKeyDead(
  settings: StoreSettings,
  credentials: StoreCredentials,
  world: World,
): Promise<boolean> {
  try {
    const store = await connectStore(settings, credentials, world);
    try {
      for await (const _page of store.listVersions('')) break;
    } finally {
      await store.close();
    }
    return false;
  } catch (error) {
    if (isHoldfastError(error, 'key-invalid')) return true;
    if (isHoldfastError(error, 'key-insufficient') || isHoldfastError(error, 'bucket-missing')) return false;
    throw error;
  }
}
