import { AssertionError, deepEqual } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ErrorCode } from '../../errors/words.ts';
import type { Instant, ListedVersion, ObjectVersion } from '../../model/object.ts';
import type { ObjectStore, PutResult } from '../object-store.ts';

export function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Bytes that differ everywhere, so that a shifted or cut range shows. */
export function patternBytes(length: number, seed: string): Uint8Array {
  const bytes = new Uint8Array(length);
  const block = createHash('sha512').update(seed).digest();
  for (let at = 0; at < length; at += block.length) {
    bytes.set(block.subarray(0, Math.min(block.length, length - at)), at);
    block.writeUInt32LE(at >>> 0, 0);
  }
  return bytes;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export async function putBytes(
  store: ObjectStore,
  name: string,
  body: Uint8Array,
  lockUntil?: Instant,
): Promise<ObjectVersion & PutResult> {
  const result = await store.put({ name, body, sha256: sha256(body), lockUntil });
  return { name, ...result };
}

export async function assertReads(
  store: ObjectStore,
  version: ObjectVersion,
  body: Uint8Array,
): Promise<void> {
  assertSameBytes(await store.get(version), body, version.name);
}

export function assertSameBytes(found: Uint8Array, wanted: Uint8Array, what: string): void {
  if (Buffer.compare(found, wanted) !== 0)
    fail(`${what}: ${found.length} bytes differ from the ${wanted.length} wanted`);
}

/** The call must be refused with one of these codes. */
export async function assertRefused(
  what: string,
  codes: readonly ErrorCode[],
  call: () => Promise<unknown>,
): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (error instanceof HoldfastError && codes.includes(error.code)) return;
    throw new AssertionError({ message: `${what}: refused in other words: ${String(error)}` });
  }
  fail(`${what}: was not refused`);
}

export async function assertLockedUntil(
  store: ObjectStore,
  version: ObjectVersion,
  until: Instant,
): Promise<void> {
  const { lock } = await store.head(version);
  deepEqual(lock, { mode: 'compliance', until, legalHold: false });
  const row = (await listAll(store, version.name)).find((found) => found.versionId === version.versionId);
  if (row === undefined) fail(`${version.name}: a version that exists is not listed`);
  else if (row.lock !== undefined) deepEqual(row.lock, lock);
}

export async function listAll(
  store: ObjectStore,
  prefix: string,
  options?: { readonly startAfter?: string },
): Promise<ListedVersion[]> {
  const rows: ListedVersion[] = [];
  for await (const page of store.listVersions(prefix, options)) {
    if (page.length > 1000) fail(`a page of ${page.length} rows`);
    rows.push(...page);
  }
  return rows;
}

export function fail(message: string): never {
  throw new AssertionError({ message });
}
