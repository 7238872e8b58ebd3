import type { World } from '../system/world.ts';
import { B2Store } from './b2/b2-store.ts';
import { Backoff, firstContactBudget } from './decorators/backoff.ts';
import type { ObjectStore } from './object-store.ts';
import { S3Store } from './s3/s3-store.ts';
import { b2Endpoint, type StoreCredentials, type StoreSettings } from './store-settings.ts';

export type { StoreCredentials, StoreSettings } from './store-settings.ts';

/**
 * The bare store, without decorators. S3 makes no call here; B2 signs in and finds the bucket, trying for a quarter of a
 * minute where B2 is busy or silent.
 * @throws key-invalid, bucket-missing, network-unreachable, provider-busy, provider-answer-invalid (B2)
 */
export async function connectStore(
  settings: StoreSettings,
  credentials: StoreCredentials,
  world: World,
): Promise<ObjectStore> {
  if (settings.kind === 's3') return new S3Store(settings, credentials);
  const { endpoint = b2Endpoint, bucket } = settings;
  const backoff = new Backoff(world, { budget: firstContactBudget });
  for (;;) {
    try {
      return await B2Store.connect({ endpoint, bucket }, credentials);
    } catch (error) {
      await backoff.waitAfter(error, false);
    }
  }
}
