import type { KeyCapabilities } from '../object-store.ts';
import type { Authorization } from './b2-answers.ts';

/** What B2 says at sign-in. */
export const keyCapabilitiesOf = ({
  allowed,
  applicationKeyExpirationTimestamp,
}: Authorization): KeyCapabilities => ({
  capabilities: allowed.capabilities,
  bucket: allowed.bucketName ?? null,
  prefix: allowed.namePrefix ?? null,
  expiresAt: applicationKeyExpirationTimestamp ?? null,
});
