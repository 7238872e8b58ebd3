import { wordlist } from '@scure/bip39/wordlists/english.js';

export const redacted = '[redacted]';

/** Names of fields whose value is a secret whatever it looks like, in lower case and without separators. */
const secretNames = new Set([
  'authorization',
  'cookie',
  'setcookie',
  'proxyauthorization',
  'key',
  'keyid',
  'applicationkey',
  'applicationkeyid',
  'accesskeyid',
  'secretaccesskey',
  'sessiontoken',
  'masterkey',
  'backupkey',
  'formerkey',
  'storagekey',
  'listkey',
  'renewalkey',
  'maintenancekey',
  'holdkey',
  'readkey',
  'setupkey',
  'passphrase',
  'password',
  'pass',
  'secret',
  'secrets',
  'token',
  'authorizationtoken',
  'csrf',
  'mnemonic',
  'recoverywords',
  'smtp',
  'ping',
  'webhook',
]);

/** For pino: the names as they are written in this program, at the top, in `details` and in `error`. */
export const secretKeyPaths: readonly string[] = [
  'key',
  'keyId',
  'masterKey',
  'backupKey',
  'passphrase',
  'password',
  'token',
  'authorization',
].flatMap((name) => [name, `details.${name}`, `error.${name}`]);

const isSecretName = (name: string): boolean => secretNames.has(name.toLowerCase().replaceAll(/[^a-z]/g, ''));

const bip39 = new Set(wordlist);

/** This many words of the list in a row are no sentence. */
const wordsInARow = 6;

const patterns: readonly (readonly [RegExp, string])[] = [
  // The whole value of a header, whatever its scheme.
  [
    /\b((?:proxy-)?authorization|set-cookie|cookie|x-[\w-]*token)(["']?\s*[:=]\s*["']?)[^"'\r\n]+/gi,
    `$1$2${redacted}`,
  ],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/g, `$1 ${redacted}`],
  // Paths and queries of addresses: pings, webhooks and signed requests are secrets as a whole. User and password too.
  [/\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#"'@]*@)?([^\s/?#"'<>]+)[^\s"'<>]*/gi, '$1$2/…'],
  [
    /\b((?:pass(?:word|phrase)?|secret|token|(?:application|access|secret|storage|backup|master|list)?[ _-]?key(?:[ _-]?id)?)\s*[=:]\s*["']?)[^\s"',;]+/gi,
    `$1${redacted}`,
  ],
  // B2: key, key id, account and upload tokens. AWS: key ids.
  [/\bK\d{3}[A-Za-z0-9+/]{27}(?![A-Za-z0-9+/])/g, redacted],
  [/\b00\d[0-9a-f]{9}(?:[0-9a-f]{13})?\b/g, redacted],
  [/\b[34]_[\w=-]{20,}/g, redacted],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, redacted],
  // 32 bytes as hex or base64: master key, list key. Ids of snapshots look the same; their first digits are enough.
  [/\b([0-9a-f]{8})[0-9a-f]{56,}\b/gi, '$1…'],
  [/(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{43}=/g, redacted],
];

/** 40 characters, as AWS makes its secrets: of all sorts, so that paths and hashes in hex are left alone. */
const awsSecret = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g;

/** Takes out of a text what looks like a secret. */
export function scrubText(text: string): string {
  let clean = text;
  for (const [pattern, instead] of patterns) clean = clean.replaceAll(pattern, instead);
  clean = clean.replaceAll(awsSecret, (found) =>
    /[A-Z].*[A-Z]/.test(found) && /[a-z].*[a-z]/.test(found) && /\d.*\d/.test(found) ? redacted : found,
  );
  return scrubWords(clean);
}

/** Recovery words, with or without numbers and commas between them. */
function scrubWords(text: string): string {
  const run = new RegExp(`(?:[a-z]{3,8}(?:[\\s,;.:\\d"'|)-]+|\\\\n)+){${wordsInARow - 1},}[a-z]{3,8}`, 'gi');
  return text.replaceAll(run, (found) => {
    let row: { start: number; end: number }[] = [];
    const rows: { start: number; end: number }[][] = [row];
    for (const { 0: word, index } of found.matchAll(/[a-z]+/gi)) {
      if (bip39.has(word.toLowerCase())) row.push({ start: index, end: index + word.length });
      else rows.push((row = []));
    }
    return rows
      .filter(({ length }) => length >= wordsInARow)
      .toReversed()
      .reduce((clean, one) => clean.slice(0, one[0]!.start) + redacted + clean.slice(one.at(-1)!.end), found);
  });
}

/** A copy without secrets, by name and by look. Errors become what they say. */
export function scrubValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= 6) return '…';
  // Keys are bytes; no log needs any.
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return scrubList(value, depth);
  const shown = value instanceof Error ? asObject(value) : value;
  return Object.fromEntries(
    Object.entries(shown).map(([name, one]) => [
      scrubText(name),
      isSecretName(name) ? redacted : scrubValue(one, depth + 1),
    ]),
  );
}

/** Words of a kit may come one by one. */
function scrubList(list: readonly unknown[], depth: number): unknown {
  const texts = list.filter((one) => typeof one === 'string');
  if (texts.length >= wordsInARow && scrubText(texts.join(' ')).includes(redacted)) return redacted;
  return list.slice(0, 100).map((one) => scrubValue(one, depth + 1));
}

function asObject(error: Error): Readonly<Record<string, unknown>> {
  const { name, message, stack, cause } = error;
  const own = Object.fromEntries(Object.entries(error)) as Record<string, unknown>;
  return { ...own, name, message, stack, ...(cause === undefined ? {} : { cause }) };
}
