import { connectStore } from '../storage/connect-store.ts';
import { withRetry } from '../storage/decorators/retry.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { roleAbilities, tryAbilities, type Ability } from '../storage/provisioning/try-abilities.ts';
import { lacking, roleCapabilities, tooPowerful, type Role } from '../storage/roles.ts';
import type { World } from '../system/world.ts';
import { assertReaches, keyInWords } from './key-judgement.ts';
import { roleWords } from './role-words.ts';
import type { StorageKey } from './secrets/secrets.ts';
import type { StoragePlace } from './storage-place.ts';

export type JudgedKey = {
  readonly from: 'provider' | 'trying';
  /** The provider's names, or what was tried and worked. */
  readonly may: readonly string[];
  /** Of these, what no stored key should have. */
  readonly tooMuch: readonly string[];
  /** What it is good for. */
  readonly roles: readonly Role[];
  readonly words: readonly string[];
};

const roles = Object.keys(roleCapabilities) as Role[];

const abilityWords: Readonly<Record<Ability, string>> = {
  list: 'list versions',
  read: 'read objects',
  'read-lock': 'read the dates of locks',
  upload: 'store objects without a lock',
  'upload-locked': 'store objects with a lock',
  lengthen: 'lengthen locks',
  hide: 'hide objects',
  delete: 'delete versions that no lock holds',
  hold: 'set and lift legal holds',
};

/**
 * What a key may do at this place: as the provider tells, or where it does not, by trying on tiny objects.
 * @throws key-invalid, key-insufficient (another bucket or prefix), bucket-missing, network-unreachable, …
 */
export async function judgeKey(place: StoragePlace, key: StorageKey, world: World): Promise<JudgedKey> {
  const bare = await connectStore(place.store, key, world);
  try {
    const store = withRetry(bare, world);
    return (await toldBy(store, place)) ?? (await triedOn(store, place, world));
  } finally {
    await bare.close();
  }
}

async function toldBy(store: ObjectStore, place: StoragePlace): Promise<JudgedKey | undefined> {
  const key = await store.keyCapabilities();
  if (!key) return undefined;
  assertReaches(key, place);
  const fitting = roles.filter((role) => lacking(role, key.capabilities).length === 0);
  return {
    from: 'provider',
    may: key.capabilities,
    tooMuch: tooPowerful(key.capabilities),
    roles: fitting,
    words: [keyInWords(key, undefined, 'The key'), forRoles(fitting)],
  };
}

async function triedOn(store: ObjectStore, place: StoragePlace, world: World): Promise<JudgedKey> {
  const found = await tryAbilities(store, place.prefix, world);
  const those = (wanted: boolean): Ability[] =>
    [...found].filter(([, may]) => may === wanted).map(([ability]) => ability);
  const may = those(true);
  const tooMuch = may.filter((ability) => ability === 'delete' || ability === 'hold');
  const fitting = roles.filter((role) => roleAbilities[role].every((ability) => may.includes(ability)));
  const inWords = (abilities: readonly Ability[]): string =>
    abilities.map((ability) => abilityWords[ability]).join(', ') || 'nothing';
  return {
    from: 'trying',
    may,
    tooMuch,
    roles: fitting,
    words: [
      'This provider does not tell what a key may do, so it was tried.',
      `It may: ${inWords(may)}.`,
      `It may not: ${inWords(those(false))}.`,
      ...(tooMuch.length > 0
        ? [
            `Too much for a key that is kept: ${inWords(tooMuch)}. Give it the policy that \`holdfast keys policy\` prints.`,
          ]
        : []),
      forRoles(fitting),
    ],
  };
}

const forRoles = (fitting: readonly Role[]): string =>
  fitting.length === 0
    ? 'It is good for nothing that Holdfast does.'
    : `It is enough for: ${fitting.map((role) => `${role} (${roleWords[role].what})`).join('; ')}.`;
