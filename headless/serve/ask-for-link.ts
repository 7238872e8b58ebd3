import { z } from 'zod';
import type { World } from '../../core/system/world.ts';
import { answerProof, askingProof } from './link-proof.ts';
import { newSecret } from './new-secret.ts';
import { sameSecret } from './same-secret.ts';
import type { ServingNote } from './serving-note.ts';

const answerBody = z.strictObject({ token: z.string().length(43), proof: z.string() });

/** It may be busy, as it just woke or backs up; who gives it up too early finds the folder in use. */
const patienceMs = 15_000;

/**
 * Asks the server that runs already for another link.
 * @returns nothing where it runs no more, or where what answers on its port is not it
 */
export async function askForLink(
  { port, secret }: ServingNote,
  world: Pick<World, 'random'>,
): Promise<string | undefined> {
  const nonce = newSecret(world);
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/api/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ nonce, proof: askingProof(secret, nonce) }),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    const { token, proof } = answerBody.parse(await answer.json());
    if (!answer.ok || !sameSecret(answerProof(secret, nonce, token), proof)) return undefined;
    return `http://127.0.0.1:${port}/#t=${token}`;
  } catch {
    return undefined;
  }
}
