import { createHash, randomBytes } from 'node:crypto';
import { listSnapshots } from '../../catalog/snapshots.ts';
import { isHoldfastError } from '../../errors/holdfast-error.ts';
import { dayMs } from '../../locks/period.ts';
import type { Repository } from '../../repository/repository.ts';
import { sealSnapshot } from '../../repository/snapshot-object.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import { concurrently } from '../../system/concurrently.ts';
import { allVersions, buryAll } from './intruder.ts';

/** What one can do to a bucket with the keys of a stolen computer. Deleting is not among it: the demo tries that. */

const atATime = 8;
const foreign = 2_000;

export async function overwriteAll({ store, prefix }: Repository): Promise<void> {
  await concurrently(await namesUnder(store, prefix), atATime, (name) => putRubbish(store, name));
}

export async function hideAll({ store, prefix }: Repository): Promise<void> {
  await concurrently(await namesUnder(store, prefix), atATime, async (name) => {
    await store.hide(name);
  });
}

/** Half of them on top of our own objects, half where snapshots lie, under names that fit them. */
export async function flood({ store, prefix }: Repository): Promise<void> {
  const names = await namesUnder(store, prefix);
  await buryAll(store, names);
  const numbers = Array.from({ length: foreign }, (_, number) => number);
  await concurrently(numbers, atATime, async (number) => {
    if (number % 2 === 0) return await putRubbish(store, names[(number / 2) % names.length] ?? `${prefix}x`);
    return await putNamed(store, `${prefix}snapshots/`);
  });
}

export async function attackKeysAndIndex({ store, prefix }: Repository): Promise<void> {
  for (const folder of ['repository', 'keys', 'index']) {
    await buryAll(store, await namesUnder(store, `${prefix}${folder}/`));
    for (let number = 0; number < 20; number++) await putNamed(store, `${prefix}${folder}/`);
  }
}

export async function lengthenLocks({ store, prefix }: Repository): Promise<void> {
  const { now } = await store.providerClock();
  const until = Math.ceil(now / 1000) * 1000 + 3 * 365 * dayMs;
  await concurrently(await allVersions(store, prefix), atATime, async (version) => {
    if (version.kind !== 'object') return;
    try {
      await store.renew(version, until);
    } catch (error) {
      // His own rubbish has no lock, or the key may not: he takes what he gets.
      if (!isHoldfastError(error)) throw error;
    }
  });
}

/** Copies of the newest snapshot that lie about their time and forget that anything was suspected. */
export async function publishFakes(repository: Repository): Promise<void> {
  const { store, prefix, keys, repositoryId } = repository;
  const { snapshots } = await listSnapshots(repository, undefined);
  const newest = snapshots.at(-1);
  if (!newest) return;
  const { parts, body } = newest;
  for (const days of [-20, 40]) {
    const { changes: _, ...rest } = body;
    const lie = {
      ...rest,
      startedAt: body.startedAt + days * dayMs,
      finishedAt: body.finishedAt + days * dayMs,
      decisions: body.decisions.filter(({ kind }) => kind !== 'suspicion'),
    };
    const bytes = sealSnapshot(keys, repositoryId, { parts, body: lie }, randomBytes);
    await putNamed(store, `${prefix}snapshots/`, Buffer.from(bytes));
  }
}

async function namesUnder(store: ObjectStore, prefix: string): Promise<readonly string[]> {
  return [...new Set((await allVersions(store, prefix)).map(({ name }) => name))];
}

const rubbish = (): Buffer => randomBytes(500);
const hash = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

async function putRubbish(store: ObjectStore, name: string): Promise<void> {
  const body = rubbish();
  await store.put({ name, body, sha256: hash(body), lockUntil: undefined });
}

/** Under its own hash, as ours are. */
async function putNamed(store: ObjectStore, folder: string, body = rubbish()): Promise<void> {
  const sha256 = hash(body);
  await store.put({ name: `${folder}${sha256}`, body, sha256, lockUntil: undefined });
}
