import { damaged } from './damaged.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;

/** Our own nodes are at most eight levels deep; owner's decisions a few more. */
const maxDepth = 32;

/** Keys in the order they were put in, no spaces, UTF-8. */
export function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** A JSON object. @throws object-damaged */
export function decodeJsonRecord(bytes: Uint8Array): JsonRecord {
  let value: unknown;
  assertShallow(bytes);
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw damaged('a text in it is not JSON');
  }
  return asRecord(value, 'its JSON');
}

/** Counted before parsing: some parsers recurse. */
function assertShallow(bytes: Uint8Array): void {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === 0x22) quoted = !quoted;
    else if (quoted) at += byte === 0x5c ? 1 : 0;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > maxDepth) throw damaged('its JSON is nested too deeply');
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
}

export function asRecord(value: unknown, what: string): JsonRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw damaged(`${what} is not an object`);
  return value as JsonRecord;
}

export function asArray(value: unknown, what: string, max: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > max) throw damaged(`${what} is not a list of at most ${max}`);
  return value;
}

export function asText(value: unknown, what: string, max = 65_536): string {
  if (typeof value !== 'string' || value.length > max) throw damaged(`${what} is not a text`);
  return value;
}

/** A whole number in [min, max]. */
export function asCount(value: unknown, what: string, max = Number.MAX_SAFE_INTEGER, min = 0): number {
  if (!Number.isSafeInteger(value) || (value as number) < min || (value as number) > max)
    throw damaged(`${what} is not a number in its range`);
  return value as number;
}

export function asFlag(value: unknown, what: string): boolean {
  if (typeof value !== 'boolean') throw damaged(`${what} is neither true nor false`);
  return value;
}
