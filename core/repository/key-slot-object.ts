import { fromHex, isHex, toHex } from '../crypto/hex.ts';
import { fingerprint, masterKeyBytes } from '../crypto/keys.ts';
import {
  isAcceptableKdf,
  openSlot,
  sealSlot,
  slotSaltBytes,
  type SlotKdf,
} from '../crypto/passphrase-slot.ts';
import { saltBytes, sealOverhead } from '../crypto/sealing.ts';
import { additionalData } from './additional-data.ts';
import { damaged } from './damaged.ts';
import { frameCleartext, readCleartextFrame } from './framed-cleartext.ts';
import { asCount, asText, type JsonRecord } from './json-body.ts';
import { isRepositoryId } from './repository-id.ts';
import { proofRead } from './proof-read.ts';

/** Do not download more than this as a key slot. */
export const maxKeySlotBytes = 4096;

export type KeySlot = {
  readonly repositoryId: string;
  /** Of the master key inside. Not secret, and not proven before the slot opens. */
  readonly fingerprint: string;
  readonly kdf: SlotKdf;
  /** All bytes before the sealed ones: part of the additional data. */
  readonly framed: Uint8Array;
  readonly sealed: Uint8Array;
};

/** The object's bytes: framed cleartext, sealed master key. */
export async function encodeKeySlot(
  slot: Pick<KeySlot, 'repositoryId'> & { readonly memoryKiB: number; readonly iterations: number },
  passphrase: string,
  master: Uint8Array,
  random: (bytes: number) => Uint8Array,
): Promise<Uint8Array> {
  const { repositoryId, memoryKiB, iterations } = slot;
  const salt = random(slotSaltBytes);
  const framed = frameCleartext('keys', {
    repository: repositoryId,
    fingerprint: fingerprint(master),
    kdf: { name: 'argon2id', memoryKiB, iterations, parallelism: 1, salt: toHex(salt) },
  });
  const data = additionalData('slot', repositoryId, masterKeyBytes, framed);
  const sealed = await sealSlot(passphrase, { memoryKiB, iterations, salt }, data, master, random(saltBytes));
  const bytes = Buffer.concat([framed, sealed]);
  proofRead(() => readKeySlot(bytes));
  return bytes;
}

/** @throws format-unknown; object-damaged, also where opening would cost more or less than allowed */
export function readKeySlot(bytes: Uint8Array): KeySlot {
  const { value, framed, rest } = readCleartextFrame('keys', bytes, maxKeySlotBytes);
  const repositoryId = value['repository'];
  if (!isRepositoryId(repositoryId)) throw damaged('it names no repository');
  const kdf = readKdf(value['kdf'] as JsonRecord | undefined);
  if (rest.length !== sealOverhead + masterKeyBytes) throw damaged('its sealed part has a wrong length');
  return {
    repositoryId,
    fingerprint: asText(value['fingerprint'], 'the fingerprint', 64),
    kdf,
    framed,
    sealed: rest,
  };
}

/** The master key; undefined where the passphrase is another one, or the slot belongs to another repository or key. */
export async function openKeySlot(slot: KeySlot, passphrase: string): Promise<Uint8Array | undefined> {
  const data = additionalData('slot', slot.repositoryId, masterKeyBytes, slot.framed);
  const master = await openSlot(passphrase, slot.kdf, data, slot.sealed);
  return master && fingerprint(master) === slot.fingerprint ? master : undefined;
}

function readKdf(value: JsonRecord | undefined): SlotKdf {
  if (value?.['name'] !== 'argon2id' || value['parallelism'] !== 1)
    throw damaged('it asks for a key derivation that Holdfast does not do');
  if (!isHex(value['salt'], slotSaltBytes)) throw damaged('its salt is none');
  const kdf = {
    memoryKiB: asCount(value['memoryKiB'], 'its memory'),
    iterations: asCount(value['iterations'], 'its iterations'),
    salt: fromHex(value['salt']),
  };
  if (!isAcceptableKdf(kdf)) throw damaged('it asks for more or less memory or time than Holdfast allows');
  return kdf;
}
