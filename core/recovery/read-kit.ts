import { HoldfastError } from '../errors/holdfast-error.ts';
import { isPrefix } from '../repository/names.ts';
import { isRepositoryId } from '../repository/repository-id.ts';
import { isLoopback } from '../storage/provider-time.ts';
import { kitLines, type KitLine } from './kit-lines.ts';
import { kitWords } from './kit-words.ts';
import type { KitStore, RecoveryKit } from './recovery-kit.ts';

/** A page with its QR code has some 60 KB. */
const maxCharacters = 1 << 20;

const names = ['fingerprint', 'storage', 'endpoint', 'region', 'bucket', 'prefix', 'repository'] as const;
type Name = (typeof names)[number];

type Field = { readonly line: number; readonly value: string };

const labelled = new RegExp(`^(${names.join('|')})(?: id)? ?: ?(.*)$`, 'i');
const wordsBegin = /^(?:recovery )?words\b[^:]*: ?(.*)$/i;

/**
 * Reads a kit: the page of text, the page of HTML, or what its QR code says, also where somebody typed it or a mail
 * program has wrapped it. The words are 24, but not compared with the list or the fingerprint: see `masterOfKit`.
 * @throws kit-unreadable with the line; never with the words
 */
export function readKit(text: string): RecoveryKit {
  if (text.length > maxCharacters) throw unreadable(1, 'this is no recovery kit: it is far too long');
  const { words, fields } = sortLines(kitLines(text));
  if (words.length === 0 && fields.size === 0)
    throw unreadable(1, 'this is no recovery kit: it has neither recovery words nor a fingerprint');
  return {
    words: kitWords(words),
    fingerprint: checked(fields, 'fingerprint', asFingerprint, 'it has four groups of four: 0-9 and a-f'),
    store: storeOf(fields),
    prefix: checked(fields, 'prefix', asPrefix, 'it ends in "/", or is "(none)"'),
    repositoryId: checked(fields, 'repository', asRepositoryId, 'it has 32 characters: 0-9 and a-f'),
  };
}

type Sorted = { readonly words: readonly KitLine[]; readonly fields: ReadonlyMap<Name, Field> };

function sortLines(lines: readonly KitLine[]): Sorted {
  const words: KitLine[] = [];
  const found: { name: Name; line: number; end: number; value: string }[] = [];
  let open: 'words' | 'value' | undefined;
  for (const { number, text } of lines) {
    const begin = words.length === 0 ? wordsBegin.exec(text) : null;
    const label = labelled.exec(text);
    const last = found.at(-1);
    if (begin) {
      open = 'words';
      if (begin[1]) words.push({ number, text: begin[1] });
    } else if (label) {
      open = 'value';
      found.push({
        name: (label[1] ?? '').toLowerCase() as Name,
        line: number,
        end: number,
        value: (label[2] ?? '').trim(),
      });
    } else if (open === 'words') {
      if (/^\D[^:]*:/.test(text)) open = undefined;
      else words.push({ number, text });
    } else if (open === 'value' && last && continues(last, { number, text })) {
      last.value += text;
      last.end = number;
    } else open = undefined;
  }
  return { words, fields: byName(found) };
}

/** Whether a line goes on with a value that did not fit into the line of its name, or into the one before. */
const continues = (
  { value, end }: { readonly value: string; readonly end: number },
  { number, text }: KitLine,
): boolean => value === '' || (number === end + 1 && /^[\w./-]*[a-z0-9][\w./-]*$/i.test(text));

function byName(
  found: readonly { readonly name: Name; readonly line: number; readonly value: string }[],
): ReadonlyMap<Name, Field> {
  const fields = new Map<Name, Field>();
  for (const { name, line, value } of found) {
    const before = fields.get(name);
    if (before && before.value !== value)
      throw unreadable(
        line,
        `there is another ${titleOf(name)} than in line ${before.line}; keep one kit in a file`,
      );
    fields.set(name, before ?? { line, value });
  }
  return fields;
}

function storeOf(fields: ReadonlyMap<Name, Field>): KitStore {
  const kind = checked(fields, 'storage', asKind, 'it is "b2" or "s3"');
  const endpoint = checked(fields, 'endpoint', asEndpoint, 'it is an address like https://s3.example.org');
  const bucket = checked(fields, 'bucket', asBucket, 'it has 3 to 63 letters, digits, hyphens and dots');
  // Signing in to B2 sends the key itself.
  if (kind === 'b2' && endpoint.startsWith('http:') && !isLoopback(endpoint))
    throw unreadable(fields.get('endpoint')?.line ?? 1, 'the storage key would go there unencrypted');
  if (kind === 'b2') return { kind, endpoint, bucket };
  const region = checked(fields, 'region', (value) => value, 'it is a name');
  return { kind, endpoint, region, bucket };
}

function checked<T>(
  fields: ReadonlyMap<Name, Field>,
  name: Name,
  read: (value: string) => T | undefined,
  hint: string,
): T {
  const field = fields.get(name);
  if (!field) throw unreadable(undefined, `the line "${titleOf(name)}:" is missing`);
  const value = read(field.value);
  if (value === undefined) throw unreadable(field.line, `${titleOf(name)} is not right: ${hint}`);
  return value;
}

const titleOf = (name: Name): string => name.charAt(0).toUpperCase() + name.slice(1);

function asFingerprint(value: string): string | undefined {
  const digits = value.toLowerCase().replace(/[\s-]/g, '');
  return /^[0-9a-f]{16}$/.test(digits) ? digits.replace(/(.{4})(?=.)/g, '$1-') : undefined;
}

function asRepositoryId(value: string): string | undefined {
  const id = value.toLowerCase().replace(/[\s-]/g, '');
  return isRepositoryId(id) ? id : undefined;
}

function asKind(value: string): KitStore['kind'] | undefined {
  const kind = /\b(b2|s3)\b/i.exec(value)?.[1]?.toLowerCase();
  return kind === 'b2' || kind === 's3' ? kind : undefined;
}

function asEndpoint(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    return undefined;
  return url.href.replace(/\/+$/, '');
}

const asBucket = (value: string): string | undefined =>
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/i.test(value) ? value : undefined;

function asPrefix(value: string): string | undefined {
  const prefix = /^\(?none\)?$/i.test(value) ? '' : value;
  return isPrefix(prefix) ? prefix : undefined;
}

function unreadable(line: number | undefined, reason: string): HoldfastError {
  return new HoldfastError('kit-unreadable', { line, reason });
}
