import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogObject } from '../catalog/objects.ts';
import { toHex } from '../crypto/hex.ts';
import { mac } from '../crypto/mac.ts';
import type { Instant, ObjectVersion } from '../model/object.ts';

/** What the guard knows of the objects it read, so that none is downloaded twice. In the guard's own catalog. */
export class SnapshotMemory {
  readonly #catalog: Catalog;
  readonly #listKey: Uint8Array;

  constructor(catalog: Catalog, listKey: Uint8Array) {
    this.#catalog = catalog;
    this.#listKey = listKey;
  }

  isForeign(version: ObjectVersion): boolean {
    return this.#catalog.meta(this.#key('foreign', version)) !== undefined;
  }

  rememberForeign(versions: readonly ObjectVersion[]): void {
    if (versions.length === 0) return;
    this.#catalog.transaction(() => {
      for (const version of versions) this.#catalog.setMeta(this.#key('foreign', version), '');
    });
  }

  /** The same bytes as an older version of its name. */
  isSurplus(version: ObjectVersion): boolean {
    return this.#catalog.meta(this.#key('surplus', version)) !== undefined;
  }

  rememberSurplus(version: ObjectVersion): void {
    this.#catalog.setMeta(this.#key('surplus', version), '');
  }

  /** The cleartext of this very version, as it was read. */
  cleartext(version: ObjectVersion): Uint8Array | undefined {
    if (this.#catalog.meta(versionOf(version.name)) !== version.versionId) return undefined;
    return this.#catalog.snapshotBytes(version.name);
  }

  rememberCleartext(version: ObjectVersion, bytes: Uint8Array): void {
    this.#catalog.transaction(() => {
      this.#catalog.keepSnapshotBytes(version.name, bytes);
      this.#catalog.setMeta(versionOf(version.name), version.versionId);
    });
  }

  /** Snapshots under a running lock as they were last seen: so they are there, whether or not a listing gets as far. */
  underLock(now: Instant): readonly CatalogObject[] {
    return this.#catalog.objects.ofKinds('snapshot').filter(({ confirmedUntil }) => confirmedUntil > now);
  }

  /** Short, since an intruder may make many; under the list key, since with another one the answer may be another. */
  #key(what: 'foreign' | 'surplus', { name, versionId }: ObjectVersion): string {
    return `${what} ${toHex(mac(this.#listKey, Buffer.from(`${name} ${versionId}`))).slice(0, 32)}`;
  }
}

const versionOf = (name: string): string => `version ${name}`;
