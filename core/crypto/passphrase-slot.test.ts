import { expect, test } from 'vitest';
import { isAcceptableKdf, openSlot, sealSlot, slotCostLimits, type SlotKdf } from './passphrase-slot.ts';

const cheapest: SlotKdf = { memoryKiB: 65_536, iterations: 2, salt: new Uint8Array(32).fill(4) };
const master = Uint8Array.from({ length: 32 }, (_, index) => index);
const data = Uint8Array.of(1);
const sealSalt = new Uint8Array(32).fill(6);

test('the passphrase opens it, composed or not; another does not', async () => {
  const sealed = await sealSlot('caf\u00e9', cheapest, data, master, sealSalt);
  expect(await openSlot('cafe\u0301', cheapest, data, sealed)).toEqual(master);
  expect(await openSlot('cafe', cheapest, data, sealed)).toBeUndefined();
  expect(await openSlot('caf\u00e9', cheapest, Uint8Array.of(2), sealed)).toBeUndefined();
});

test('costs outside the limits are refused before anything is computed', async () => {
  const { memoryKiB, iterations } = slotCostLimits;
  expect([memoryKiB, iterations]).toEqual([
    { min: 65_536, max: 524_288 },
    { min: 2, max: 8 },
  ]);
  for (const kdf of [
    { ...cheapest, memoryKiB: memoryKiB.min - 1 },
    { ...cheapest, memoryKiB: memoryKiB.max + 1 },
    { ...cheapest, memoryKiB: 65_536.5 },
    { ...cheapest, iterations: 1 },
    { ...cheapest, iterations: 9 },
    { ...cheapest, salt: new Uint8Array(31) },
  ]) {
    expect(isAcceptableKdf(kdf)).toBe(false);
    await expect(openSlot('x', kdf, data, new Uint8Array(112))).rejects.toMatchObject({ code: 'bug' });
  }
  expect(isAcceptableKdf({ ...cheapest, memoryKiB: memoryKiB.max, iterations: iterations.max })).toBe(true);
});

test('an empty passphrase is no passphrase', async () => {
  await expect(sealSlot('', cheapest, data, master, sealSalt)).rejects.toMatchObject({
    code: 'secret-missing',
  });
});
