import { rm } from 'node:fs/promises';
import { fingerprint } from '../crypto/keys.ts';
import type { World } from '../system/world.ts';
import type { Home } from './home.ts';
import { choosePlace } from './secrets/open-place.ts';
import type { Secrets } from './secrets/secrets.ts';
import { writeSettings, type Settings } from './settings.ts';
import type { StoragePlace } from './storage-place.ts';

/**
 * Stores secrets, then whatever `beforeSettings` writes, then the settings: only they make the home set up. After a
 * failure the secrets are as they were before.
 * @throws what the keychain or the disk throws
 */
export async function keepLocally(request: {
  readonly home: Home;
  readonly world: World;
  readonly place: StoragePlace;
  readonly protectDays: number;
  readonly space: Settings['space'];
  readonly strict: boolean;
  readonly ping: string | null;
  readonly repositoryId: string;
  readonly secrets: Secrets;
  /** Asked for where the secrets end up in a sealed file. */
  readonly passphrase: () => Promise<string>;
  readonly useKeychain: boolean;
  readonly beforeSettings: () => Promise<void>;
}): Promise<Settings> {
  const { home, world, repositoryId, secrets, passphrase } = request;
  const place = await choosePlace({ home, repositoryId, passphrase, world }, request.useKeychain);
  // A second home of the same repository shares its keychain items: a failure here must not take them from the first.
  const before = place.kind === 'keychain' ? await place.read() : undefined;
  await place.write(secrets);
  try {
    await request.beforeSettings();
    const settings: Settings = {
      version: 1,
      store: request.place.store,
      prefix: request.place.prefix,
      repositoryId,
      fingerprint: fingerprint(secrets.masterKey),
      protectDays: request.protectDays,
      secrets: place.kind,
      space: request.space,
      strict: request.strict,
      ping: request.ping,
      guard: false,
    };
    await writeSettings(home, settings);
    return settings;
  } catch (error) {
    await (before ? place.write(before) : place.erase()).catch(() => rm(home.sealedSecrets, { force: true }));
    throw error;
  }
}
