import { HoldfastError } from '../errors/holdfast-error.ts';
import type { Proof } from '../upkeep/proof.ts';
import type { Home } from './home.ts';
import { noteEvent, noteProof, readUpkeep } from './upkeep-state.ts';

/**
 * Keeps what a proof has shown. One without a verdict showed nothing, so what was known before stands.
 * @param bucket for the words of the event where the store let something through
 */
export async function keepProof(home: Home, proof: Proof, bucket: string): Promise<void> {
  if (proof.verdict === 'inconclusive') return;
  const { at, verdict } = proof;
  const before = (await readUpkeep(home)).proofs[`${proof.half}Half`];
  await noteProof(home, `${proof.half}Half`, { ...proof, ok: verdict === 'ok' });
  if (verdict === 'broken' && before?.ok !== false)
    await noteEvent(home, {
      at,
      kind: 'locks-not-kept',
      words: new HoldfastError('locks-not-kept', { bucket }).words,
      coded: { code: 'event-locks-not-kept', name: bucket },
    });
}
