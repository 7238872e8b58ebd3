import type { StorageCheck, StorageChoice } from '../../contract/setup.ts';
import { HoldfastError, isHoldfastError } from '../../errors/holdfast-error.ts';
import { dayMs } from '../../locks/period.ts';
import type { Told } from '../../model/said.ts';
import { folder } from '../../repository/names.ts';
import { connectStore } from '../../storage/connect-store.ts';
import type { KeyCapabilities } from '../../storage/object-store.ts';
import { createProvisioner, type Provisioner } from '../../storage/provisioning.ts';
import type { Finding } from '../../storage/provisioning/finding.ts';
import type { World } from '../../system/world.ts';
import { clockTold } from '../clock-warning.ts';
import { explainError } from '../explain-error.ts';
import { assertBackupKey, assertReaches, keyTold } from '../key-judgement.ts';
import type { StorageKey } from '../secrets/secrets.ts';
import { shapeOf } from '../service/shape-error.ts';
import type { Settings } from '../settings.ts';
import { placeInWords, type StoragePlace } from '../storage-place.ts';

type Step = StorageCheck['steps'][number];
type Made = StorageCheck['willMake'][number];

export type CheckRequest = {
  readonly place: StoragePlace;
  readonly key: StorageKey;
  readonly keyKind: Exclude<StorageChoice, { readonly kind: 'practice' }>['key'];
  readonly space: Settings['space'];
  readonly world: World;
};

/** What a set-up key of B2 needs: the lock half of the proof deletes its own test objects. */
const setUpCapabilities = ['listBuckets', 'writeKeys', 'writeFiles', 'listFiles', 'deleteFiles'] as const;

/**
 * Looks at all that a set-up would stumble over, one step after the other, and changes nothing at the provider. What only
 * trying can tell is said to be open.
 */
export async function checkStorage(request: CheckRequest): Promise<StorageCheck> {
  const steps: Step[] = [];
  const willMake: Made[] = [];
  const provisioner = createProvisioner(request.place.store, request.key);
  try {
    const signedIn = await signIn(provisioner, steps);
    const findings = await provisioner.examineBucket(request.place.prefix);
    const isThere = await judgeBucket(request, findings, steps, willMake);
    judgeRights(request, signedIn.key, isThere, steps, willMake);
    judgeClock(signedIn.clock, request.world, steps);
    return { steps, error: null, willMake };
  } catch (error) {
    const known = explainError(error);
    return { steps: withFailure(steps, known), error: shapeOf(known), willMake };
  } finally {
    await provisioner.close();
  }
}

async function signIn(
  provisioner: Provisioner,
  steps: Step[],
): Promise<Awaited<ReturnType<Provisioner['signIn']>>> {
  const signedIn = await provisioner.signIn();
  steps.push({
    step: 'reachable',
    ok: true,
    words: 'The storage answers.',
    said: { code: 'check-reachable' },
  });
  steps.push({ step: 'key', ok: true, words: 'The key is accepted.', said: { code: 'check-key' } });
  return signedIn;
}

/** @returns whether there is a bucket */
async function judgeBucket(
  request: CheckRequest,
  findings: readonly Finding[],
  steps: Step[],
  willMake: Made[],
): Promise<boolean> {
  const { place, keyKind } = request;
  const { bucket, kind } = place.store;
  const missing = findings.filter(({ severity }) => severity === 'missing');
  if (missing.some(({ what }) => what === 'bucket')) {
    if (kind === 'b2' && keyKind === 'storage') throw new HoldfastError('bucket-missing', { bucket });
    willMake.push('bucket');
    steps.push({
      step: 'bucket',
      ok: true,
      words: `The bucket "${bucket}" does not exist yet: Holdfast makes it.`,
      said: { code: 'check-bucket-new', name: bucket },
    });
    steps.push({
      step: 'lock',
      ok: true,
      words: 'It is made with Object Lock.',
      said: { code: 'check-lock-new' },
    });
    return false;
  }
  await assertVacant(request);
  const danger = findings.find(({ severity }) => severity === 'too-much');
  steps.push({
    step: 'bucket',
    ok: danger ? null : true,
    words: danger?.words ?? `The bucket "${bucket}" is there, and no backups of Holdfast are in the way.`,
    said: danger ? (danger.said ?? null) : { code: 'check-bucket-vacant', name: bucket },
  });
  if (missing.length > 0) throw new HoldfastError('bucket-not-locked', { bucket, canEnable: kind === 'b2' });
  steps.push({
    step: 'lock',
    ok: true,
    words: 'Object Lock is on: what is stored can be locked.',
    said: { code: 'check-lock' },
  });
  return true;
}

/** By a listing. @throws repository-exists */
async function assertVacant({ place, key, world }: CheckRequest): Promise<void> {
  const store = await connectStore(place.store, key, world);
  try {
    for await (const page of store.listVersions(folder(place.prefix, 'repository')))
      if (page.length > 0) throw new HoldfastError('repository-exists', { place: placeInWords(place) });
  } catch (error) {
    // Whether this key may list is judged with its rights.
    if (!isHoldfastError(error, 'key-insufficient')) throw error;
  } finally {
    await store.close();
  }
}

function judgeRights(
  { place, keyKind, space }: CheckRequest,
  key: KeyCapabilities | undefined,
  isThere: boolean,
  steps: Step[],
  willMake: Made[],
): void {
  const rights = (ok: boolean | null, told: Told): void => void steps.push({ step: 'rights', ok, ...told });
  if (place.store.kind === 's3' && keyKind === 'set-up')
    throw new HoldfastError('request-invalid', {
      reason: 'S3 has no common way to make keys, so give the key that is to be kept',
    });
  if (space === 'automatic') willMake.push('rule');
  if (!key)
    return rights(null, {
      words:
        'This provider does not tell what a key may do. It is tried when the set-up starts, before anything is stored.',
      said: { code: 'check-rights-untold' },
    });
  if (keyKind === 'storage') {
    if (space === 'automatic')
      throw new HoldfastError('key-insufficient', {
        operation:
          'set the rule of the bucket that giving space back by itself needs; choose by hand, or use a set-up key',
      });
    assertBackupKey(key, place);
    return rights(true, keyTold(key, undefined, 'This key'));
  }
  assertReaches(key, place);
  const needed = [
    ...setUpCapabilities,
    ...(isThere ? [] : ['writeBucketRetentions']),
    ...(isThere && space === 'by-hand' ? [] : ['writeBuckets']),
  ];
  const lacking = needed.filter((one) => !key.capabilities.includes(one));
  if (lacking.length > 0)
    throw new HoldfastError('key-insufficient', {
      operation: 'set everything up',
      capability: lacking.join(', '),
    });
  willMake.push('key');
  rights(true, {
    words:
      'The key may make what is needed. Holdfast makes a second key that can delete nothing, keeps only that one, and forgets this one.',
    said: { code: 'check-rights-set-up' },
  });
}

function judgeClock(
  clock: { readonly now: number; readonly movedBy: number },
  world: World,
  steps: Step[],
): void {
  const skewMs = clock.now - clock.movedBy - world.now();
  if (Math.abs(skewMs) > dayMs)
    throw new HoldfastError('clocks-differ', { hours: Math.round(skewMs / 3_600_000) });
  const warning = clockTold(skewMs);
  steps.push({
    step: 'clock',
    ok: warning ? null : true,
    ...(warning ?? { words: 'The clocks agree.', said: { code: 'check-clock' } }),
  });
}

const failsAt: Partial<Record<HoldfastError['code'], Step['step']>> = {
  'key-invalid': 'key',
  'bucket-missing': 'bucket',
  'repository-exists': 'bucket',
  'bucket-not-locked': 'lock',
  'key-insufficient': 'rights',
  'key-too-powerful': 'rights',
  'request-invalid': 'rights',
  'clocks-differ': 'clock',
};

/** Whoever answered with a refusal can be reached. */
function withFailure(steps: readonly Step[], error: HoldfastError): readonly Step[] {
  const at = failsAt[error.code] ?? 'reachable';
  const before: readonly Step[] =
    steps.length === 0 && at !== 'reachable'
      ? [{ step: 'reachable', ok: true, words: 'The storage answers.', said: { code: 'check-reachable' } }]
      : steps.filter(({ step }) => step !== at);
  return [...before, { step: at, ok: false, words: error.words, said: null }];
}
