import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Proof } from '../upkeep/proof.ts';
import { homeAt, type Home } from './home.ts';
import { keepProof } from './keep-proof.ts';
import { readUpkeep } from './upkeep-state.ts';

let home: Home;
beforeEach(async () => {
  home = homeAt(await mkdtemp(join(tmpdir(), 'holdfast-proof-')));
});
afterEach(() => rm(home.folder, { recursive: true, force: true }));

const proof = (half: Proof['half'], verdict: Proof['verdict'], at: number): Proof => ({
  half,
  verdict,
  at,
  attempts: [],
});

test('each half is kept by itself; what showed nothing changes nothing', async () => {
  await keepProof(home, proof('lock', 'ok', 1), 'b');
  await keepProof(home, proof('lock', 'inconclusive', 2), 'b');
  await keepProof(home, proof('key', 'inconclusive', 2), 'b');
  const { proofs, events } = await readUpkeep(home);
  expect(proofs).toMatchObject({ lockHalf: { at: 1, ok: true }, keyHalf: null });
  expect(events).toEqual([]);
});

test('a store that lets something through replaces an older proof, and a person is told', async () => {
  await keepProof(home, proof('lock', 'ok', 1), 'my-bucket');
  await keepProof(home, proof('lock', 'broken', 2), 'my-bucket');
  // Seen again it is no news.
  await keepProof(home, proof('lock', 'broken', 2), 'my-bucket');
  const { proofs, events } = await readUpkeep(home);
  expect(proofs.lockHalf).toMatchObject({ at: 2, ok: false, verdict: 'broken' });
  expect(events).toEqual([
    expect.objectContaining({
      kind: 'locks-not-kept',
      words: expect.stringMatching(/my-bucket.*another provider/) as unknown,
      coded: { code: 'event-locks-not-kept', name: 'my-bucket' },
    }),
  ]);
});
