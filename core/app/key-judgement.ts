import { HoldfastError } from '../errors/holdfast-error.ts';
import type { Said, Told } from '../model/said.ts';
import type { KeyCapabilities } from '../storage/object-store.ts';
import { rightSaid } from '../storage/right-said.ts';
import { lacking, tooPowerful } from '../storage/roles.ts';
import type { StoragePlace } from './storage-place.ts';

const inWords: Readonly<Record<string, string>> = {
  writeFiles: 'add files',
  writeFileRetentions: 'lengthen locks',
  readFiles: 'read files',
  listFiles: 'list files',
  deleteFiles: 'delete files',
  bypassGovernance: 'bypass governance locks',
  writeBuckets: 'change buckets',
  deleteBuckets: 'delete buckets',
  writeKeys: 'make other keys',
  deleteKeys: 'delete keys',
  writeFileLegalHolds: 'set and lift legal holds',
  shareFiles: 'share files',
};

const list = (capabilities: readonly string[]): string =>
  capabilities.map((capability) => inWords[capability] ?? capability).join(', ');

/**
 * @throws key-too-powerful, key-insufficient, key-lengthens (strict): this key cannot be the one that backs up into this
 *   place
 */
export function assertBackupKey(key: KeyCapabilities, place: StoragePlace, strict = false): void {
  const extra = tooPowerful(key.capabilities);
  if (extra.length > 0) throw new HoldfastError('key-too-powerful', { capabilities: list(extra) });
  if (strict && mayLengthen(key)) throw new HoldfastError('key-lengthens');
  const missing = lacking(strict ? 'strict-backup' : 'backup', key.capabilities);
  if (missing.length > 0)
    throw new HoldfastError('key-insufficient', { operation: list(missing), capability: missing.join(', ') });
  assertReaches(key, place);
}

const mayLengthen = ({ capabilities }: KeyCapabilities): boolean =>
  capabilities.includes('writeFileRetentions');

/** @throws key-insufficient where the key is restricted to another bucket or prefix */
export function assertReaches(key: KeyCapabilities, place: StoragePlace): void {
  if (key.bucket !== null && key.bucket !== place.store.bucket)
    throw new HoldfastError('key-insufficient', { operation: `use the bucket "${place.store.bucket}"` });
  if (key.prefix !== null && !place.prefix.startsWith(key.prefix))
    throw new HoldfastError('key-insufficient', {
      operation: `use the prefix "${place.prefix}": it is restricted to "${key.prefix}"`,
    });
}

/**
 * What the stored key may do, as set-up shows it.
 * @param mayDelete where the provider does not tell: whether a deletion was tried and worked
 */
export const keyInWords = (...about: Parameters<typeof keyTold>): string => keyTold(...about).words;

/** The same in any language. */
export function keyTold(
  key: KeyCapabilities | undefined,
  mayDelete: boolean | undefined,
  which = 'The stored key',
): Told {
  if (!key && mayDelete === false)
    return {
      words: 'The stored key was tried: it may add files and lengthen locks, and it could not delete.',
      said: { code: 'key-tried' },
    };
  if (!key)
    return mayDelete
      ? {
          words:
            'The stored key may delete: the locks alone protect the backups, until their dates. Give it a policy without delete rights if your provider has such.',
          said: { code: 'key-deletes' },
        }
      : {
          words:
            'This provider does not tell what the key may do. If it may delete, the locks alone protect the backups, until their dates.',
          said: { code: 'key-untold' },
        };
  const [adds, lengthens] = ['writeFiles', 'writeFileRetentions'].map((c) => key.capabilities.includes(c));
  const rights: readonly Told[] = [
    ...(key.capabilities.includes('readFiles')
      ? [{ words: 'read', said: { code: 'may-read' } } as const]
      : []),
    ...(adds ? [{ words: 'add and hide files', said: { code: 'may-add' } } as const] : []),
    ...(lengthens ? [{ words: 'lengthen locks', said: { code: 'may-lengthen' } } as const] : []),
  ];
  const may = rights.map(({ words }) => words);
  const where = key.bucket === null ? 'in every bucket of the account' : `in the bucket "${key.bucket}"`;
  const extra = tooPowerful(key.capabilities);
  const end =
    extra.length === 0
      ? 'It can delete nothing, shorten nothing and make no keys.'
      : `It may also ${list(extra)}.`;
  const said = {
    where: [whereSaid(key)],
    rights: rights.length > 0 ? rights.map((one) => one.said) : [{ code: 'may-nothing' } as const],
  };
  return {
    words: `${which} may ${may.join(', ') || 'do nothing useful'} ${where}${key.prefix ? ` under ${key.prefix}` : ''}. ${end}`,
    said:
      extra.length === 0
        ? { code: 'key-bounded', ...said }
        : {
            code: 'key-powerful',
            ...said,
            extra: extra.map(rightSaid),
          },
  };
}

function whereSaid({ bucket, prefix }: KeyCapabilities): Said {
  if (bucket === null) return prefix ? { code: 'where-any-prefix', prefix } : { code: 'where-everywhere' };
  return prefix ? { code: 'where-prefix', name: bucket, prefix } : { code: 'where-bucket', name: bucket };
}

/** The alarm at every start: a stored key that has become, or always was, too powerful. */
export function keyAlarm(key: KeyCapabilities | undefined, strict = false): string | undefined {
  const extra = key ? tooPowerful(key.capabilities) : [];
  if (extra.length === 0)
    return strict && key && mayLengthen(key)
      ? 'Warning: the stored storage key may lengthen locks, so strict mode does not bound a thief. Replace it with one of the role strict-backup (`holdfast keys replace`).'
      : undefined;
  return `Warning: the stored storage key may also ${list(extra)}. Whoever steals it could harm what is not locked. Replace it with a restricted one (\`holdfast keys replace\`).`;
}
