import type { Call, Input, Output } from '../../core/contract/calls.ts';
import type { Reply } from '../../core/contract/error-shape.ts';
import type { SecretPurpose } from '../../core/contract/secrets.ts';
import { bridgeOf } from './app-store.ts';

/**
 * Does something that a person asked for. Where the passphrase has to be typed once more first, its window opens, and
 * the same is tried again.
 */
export async function act<C extends Call>(call: C, input: Input<C>): Promise<Reply<Output<C>>> {
  const reply = await bridgeOf().call(call, input);
  if (reply.ok || reply.error.code !== 'confirm-needed') return reply;
  const set = (input as { readonly set?: string | null }).set ?? null;
  const given = await askSecret('confirm', set);
  return given.ok && given.value === 'given' ? await bridgeOf().call(call, input) : reply;
}

/** Opens the window of its own for a secret and waits until it was given there or closed. */
export async function askSecret(
  purpose: SecretPurpose,
  set: string | null,
): Promise<Reply<'given' | 'closed'>> {
  const bridge = bridgeOf();
  const made = await bridge.call('secret.request', { purpose, set });
  if (!made.ok) return made;
  bridge.openSecretWindow(made.value.request);
  const reply = await bridge.call('secret.outcome', { request: made.value.request });
  return reply.ok ? { ok: true, value: reply.value.outcome } : reply;
}
