import { argon2id } from 'hash-wasm';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { openSealed, sealInto, sealOverhead } from './sealing.ts';

/** Argon2id version 0x13 with one lane. */
export type SlotKdf = { readonly memoryKiB: number; readonly iterations: number; readonly salt: Uint8Array };

export const slotSaltBytes = 32;

/** About half a second on a 2020 laptop (WASM). */
export const defaultSlotCost = { memoryKiB: 128 * 1024, iterations: 3 } as const;

/** Cheaper would be weak; dearer would let a planted slot exhaust memory and time of whoever opens it. */
export const slotCostLimits = {
  memoryKiB: { min: 64 * 1024, max: 512 * 1024 },
  iterations: { min: 2, max: 8 },
} as const;

/** Whether Holdfast computes this derivation at all. */
export function isAcceptableKdf(kdf: SlotKdf): boolean {
  const { memoryKiB, iterations } = slotCostLimits;
  return (
    within(kdf.memoryKiB, memoryKiB) &&
    within(kdf.iterations, iterations) &&
    kdf.salt.length === slotSaltBytes
  );
}

function within(value: number, limits: { readonly min: number; readonly max: number }): boolean {
  return Number.isInteger(value) && value >= limits.min && value <= limits.max;
}

/** Seals the master key under a passphrase. @throws secret-missing for an empty passphrase, bug for a refused cost */
export async function sealSlot(
  passphrase: string,
  kdf: SlotKdf,
  additionalData: Uint8Array,
  master: Uint8Array,
  salt: Uint8Array,
): Promise<Uint8Array> {
  const key = await slotKey(passphrase, kdf);
  const sealed = new Uint8Array(sealOverhead + master.length);
  sealInto(sealed, 0, key, additionalData, salt, [master]);
  return sealed;
}

/** The master key, or undefined where the passphrase is another one. */
export async function openSlot(
  passphrase: string,
  kdf: SlotKdf,
  additionalData: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array | undefined> {
  const master = openSealed(await slotKey(passphrase, kdf), additionalData, sealed);
  return master && Uint8Array.from(master);
}

async function slotKey(passphrase: string, kdf: SlotKdf): Promise<Uint8Array> {
  if (!isAcceptableKdf(kdf)) throw new HoldfastError('bug', { reason: 'a slot cost outside the limits' });
  if (passphrase === '') throw new HoldfastError('secret-missing', { secret: 'A passphrase' });
  return argon2id({
    // The same passphrase typed on another system may arrive composed differently.
    password: new TextEncoder().encode(passphrase.normalize('NFKC')),
    salt: kdf.salt,
    parallelism: 1,
    iterations: kdf.iterations,
    memorySize: kdf.memoryKiB,
    hashLength: 32,
    outputType: 'binary',
  });
}
