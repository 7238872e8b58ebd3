import { HoldfastError } from '../errors/holdfast-error.ts';
import type { KeyCapabilities } from '../storage/object-store.ts';
import { lacking } from '../storage/roles.ts';

/** A guard looks and lengthens; what else its key may do is too much, hiding and uploading too. */
export const beyondRenewal = (key: KeyCapabilities | undefined): readonly string[] =>
  (key?.capabilities ?? []).filter(
    (capability) => !/^(list|read)[A-Z]/.test(capability) && capability !== 'writeFileRetentions',
  );

/** @throws key-too-powerful, key-insufficient: this key is not one for a guard of this place */
export function assertGuardKey(key: KeyCapabilities, bucket: string, prefix: string): void {
  const extra = beyondRenewal(key);
  if (extra.length > 0) throw new HoldfastError('key-too-powerful', { capabilities: extra.join(', ') });
  const missing = lacking('renewal', key.capabilities);
  if (missing.length > 0)
    throw new HoldfastError('key-insufficient', {
      operation: 'look after the locks',
      capability: missing.join(', '),
    });
  if (key.bucket !== null && key.bucket !== bucket)
    throw new HoldfastError('key-insufficient', { operation: `use the bucket "${bucket}"` });
  if (key.prefix !== null && !prefix.startsWith(key.prefix))
    throw new HoldfastError('key-insufficient', { operation: `use the prefix "${prefix}"` });
}
