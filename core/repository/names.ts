import { isHex } from '../crypto/hex.ts';

/** Folders under the prefix. */
export type ObjectKind = 'repository' | 'keys' | 'packs' | 'index' | 'lists' | 'snapshots' | 'proof';

const kinds: readonly ObjectKind[] = ['repository', 'keys', 'packs', 'index', 'lists', 'snapshots', 'proof'];

/** Full name, or relative with the prefix ''. `sha256`: 64 lower-case hex digits of the stored bytes. */
export function objectName(prefix: string, kind: ObjectKind, sha256: string): string {
  return kind === 'packs' ? packName(prefix, sha256) : `${prefix}${kind}/${sha256}`;
}

/** Packs are many, so they are spread over 256 folders. */
export function packName(prefix: string, sha256: string): string {
  return `${prefix}packs/${sha256.slice(0, 2)}/${sha256}`;
}

/** Where to list a kind. */
export function folder(prefix: string, kind: ObjectKind): string {
  return `${prefix}${kind}/`;
}

export type ParsedName = { readonly kind: ObjectKind; readonly hash: string };

/** undefined: not a name that Holdfast gives. */
export function parseName(prefix: string, name: string): ParsedName | undefined {
  if (!name.startsWith(prefix)) return undefined;
  const [first, ...rest] = name.slice(prefix.length).split('/');
  const kind = kinds.find((candidate) => candidate === first);
  if (kind === undefined) return undefined;
  const hash = rest.at(-1);
  if (!isHex(hash, 32)) return undefined;
  const folders = rest.slice(0, -1).join('/');
  return folders === (kind === 'packs' ? hash.slice(0, 2) : '') ? { kind, hash } : undefined;
}

/** '' or ends in '/', no empty, '.' or '..' part, printable ASCII: what S3 and B2 both take. */
export function isPrefix(prefix: string): boolean {
  if (prefix === '') return true;
  if (!/^[\x21-\x7e]{1,200}$/.test(prefix) || !prefix.endsWith('/')) return false;
  return prefix
    .slice(0, -1)
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..');
}
