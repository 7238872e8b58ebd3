import { proveHome, type HomeProof } from '../../core/app/prove-home.ts';
import { readUpkeep } from '../../core/app/upkeep-state.ts';
import type { Proof, ProofAttempt } from '../../core/upkeep/proof.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { nearbyProofMs, proofTime } from '../../core/app/proof-time.ts';
import { storageKeyFrom } from '../secrets-from-outside.ts';
import { table } from '../table.ts';
import { useRepository } from '../use-repository.ts';
import { countOf, timeInWords } from '../words-for-people.ts';

export async function locksProve(context: CommandContext): Promise<Outcome> {
  const { home, world, signal } = context;
  return await useRepository(context, { readOnly: false }, async (inUse) => {
    const canaryMs = proofTime(context.terminal.environment, inUse.settings.store.endpoint) ?? nearbyProofMs;
    const proof = await proveHome(inUse, {
      home,
      world,
      signal,
      canaryMs,
      setUpKey: storageKeyFrom(context.terminal, 'SETUP_'),
      onLockHalf: () =>
        context.note(`Waiting ${countOf(canaryMs / 1000, 'second')} for the lock of a test object to end …`),
    });
    const { lockHalf } = (await readUpkeep(home)).proofs;
    return {
      result: {
        verdict: proof.verdict,
        lockHalf: proof.lockHalf ? asResult(proof.lockHalf) : null,
        keyHalf: asResult(proof.keyHalf),
      },
      text: [...pages(proof), conclusion(proof, lockHalf?.ok === true)].join('\n\n'),
      exitCode: proof.verdict === 'ok' ? 0 : proof.verdict === 'broken' ? 1 : 3,
    };
  });
}

const iso = (instant: number): string => new Date(instant).toISOString();

const asResult = ({ verdict, at, attempts }: Proof): Readonly<Record<string, unknown>> => ({
  verdict,
  at: iso(at),
  attempts: attempts.map((one) => ({ ...one, at: iso(one.at) })),
});

const pages = ({ lockHalf, keyHalf }: HomeProof): readonly string[] => [
  ...(lockHalf ? [`With a key that may delete (${timeInWords(lockHalf.at)}):\n${asTable(lockHalf)}`] : []),
  `With the key that is stored here (${timeInWords(keyHalf.at)}):\n${asTable(keyHalf)}`,
];

/** Times are the provider's. */
function asTable({ attempts }: Proof): string {
  return table(
    [{ title: 'Tried to' }, { title: 'Outcome' }, { title: 'At (UTC)' }, { title: 'Request id' }],
    attempts.map((one) => [
      one.what,
      outcomeInWords(one),
      iso(one.at).slice(11, 19),
      one.requestId ?? (one.outcome === 'refused' ? 'none given' : ''),
    ]),
  );
}

function outcomeInWords({ expected, outcome, from }: ProofAttempt): string {
  if (expected === 'refused' && outcome === 'done') return 'WAS LET THROUGH';
  if (expected === 'done' && outcome === 'refused') return 'did not work, so the rest proves nothing';
  if (outcome === 'done') return 'worked';
  if (from === 'lock') return 'refused by the lock';
  return from === 'key' ? 'refused, as this key may not' : 'refused, no telling by what';
}

function conclusion({ verdict, lockHalf, keyHalf }: HomeProof, isLockProven: boolean): string {
  if (verdict === 'broken')
    return 'NOT PROTECTED: this storage let through what a lock forbids. It does not protect backups; use another.';
  if (verdict === 'inconclusive') {
    const failed = [...(lockHalf?.attempts ?? []), ...keyHalf.attempts].find(
      ({ expected, outcome }) => expected === 'done' && outcome === 'refused',
    );
    return `Nothing is proven: the attempt to ${failed?.what ?? 'see a refusal'} did not work${failed?.reason ? ` (${failed.reason})` : ''}.`;
  }
  if (lockHalf) return 'Proven: this storage keeps its locks, also against a key that may delete.';
  return isLockProven
    ? 'Proven: the stored key can take nothing away. That the lock holds against a key that may delete was proven before.'
    : 'Proven: the stored key can take nothing away. Whether the lock holds against a key that may delete shows only the set-up key (HOLDFAST_SETUP_KEY_ID and HOLDFAST_SETUP_KEY).';
}
