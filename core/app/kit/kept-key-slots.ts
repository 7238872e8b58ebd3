import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { maxKeySlotBytes, openKeySlot, readKeySlot, type KeySlot } from '../../repository/key-slot-object.ts';
import { unlessForeign } from '../../repository/unless-foreign.ts';
import type { Home } from '../home.ts';
import type { Settings } from '../settings.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';

/** As many as are tried where the bucket is asked. */
const maxSlots = 8;

const fileSchema = z.strictObject({
  version: z.literal(1),
  slots: z.array(z.base64().max(2 * maxKeySlotBytes)).max(maxSlots),
});

/**
 * Copies of the repository's key slots, so that a passphrase can be tried without asking the provider. They hold what
 * the bucket holds, sealed under the passphrase.
 */
export async function keepKeySlots(home: Home, slots: readonly Uint8Array[]): Promise<void> {
  const file = {
    version: 1,
    slots: slots.slice(0, maxSlots).map((bytes) => Buffer.from(bytes).toString('base64')),
  };
  await writeFileAtomically(home.keySlots, `${JSON.stringify(file)}\n`);
}

/**
 * Whether the passphrase opens one of the kept slots to this home's key; undefined: none is kept, or they cannot be
 * read, so that somebody else has to be asked.
 */
export async function opensKeptSlot(
  home: Home,
  { repositoryId, fingerprint }: Pick<Settings, 'repositoryId' | 'fingerprint'>,
  passphrase: string,
): Promise<boolean | undefined> {
  const slots = (await readKept(home)).filter(
    (slot) => slot.repositoryId === repositoryId && slot.fingerprint === fingerprint,
  );
  if (slots.length === 0) return undefined;
  for (const slot of slots) if (await openKeySlot(slot, passphrase)) return true;
  return false;
}

async function readKept(home: Home): Promise<readonly KeySlot[]> {
  let text: string;
  try {
    text = await readFile(home.keySlots, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const file = fileSchema.safeParse(asJson(text));
  return (file.data?.slots ?? []).flatMap((slot) => {
    const read = unlessForeign(() => readKeySlot(new Uint8Array(Buffer.from(slot, 'base64'))));
    return read ? [read] : [];
  });
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
