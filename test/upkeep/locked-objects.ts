import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openCatalog, type Catalog } from '../../core/catalog/catalog.ts';
import { sha256Hex } from '../../core/crypto/sha256.ts';
import { lockPolicy } from '../../core/locks/lock-policy.ts';
import { dayMs } from '../../core/locks/period.ts';
import { ProviderTime } from '../../core/locks/provider-time.ts';
import { packName } from '../../core/repository/names.ts';
import type { ObjectStore } from '../../core/storage/object-store.ts';
import { connectStore } from '../../core/storage/connect-store.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import type { Role } from '../../core/storage/roles.ts';
import type { StoreCredentials } from '../../core/storage/store-settings.ts';
import { realWorld } from '../../core/system/world.ts';
import type { NeededVersion } from '../../core/upkeep/needs.ts';
import type { Upkeep } from '../../core/upkeep/upkeep-context.ts';
import { administer, openPracticeSubject, type PracticeSubject } from '../storage/open-practice-subject.ts';

/** For tests: objects under locks in a practice vault, as a repository has them, without one. */
export class LockedObjects {
  readonly policy = lockPolicy(30);
  subject!: PracticeSubject;
  readonly #kind: 's3' | 'b2';
  readonly #closing: (() => unknown)[] = [];
  #made = 0;

  constructor(kind: 's3' | 'b2') {
    this.#kind = kind;
    beforeAll(async () => {
      this.subject = await openPracticeSubject(this.#kind);
    });
    afterAll(async () => {
      for (const close of this.#closing.toReversed()) await close();
      await this.subject.close();
    });
  }

  newCatalog(): Catalog {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-upkeep-'));
    const catalog = openCatalog(join(folder, 'catalog'), 'repository');
    this.#closing.push(
      () => rmSync(folder, { recursive: true }),
      () => catalog.close(),
    );
    return catalog;
  }

  /** Packs of a few bytes, locked for some days from now. With a catalog: known to it, as after a backup. */
  async put(count: number, lockDays: number, catalog?: Catalog): Promise<readonly NeededVersion[]> {
    const { now } = await this.subject.store.providerClock();
    const lockUntil = Math.floor((now + lockDays * dayMs) / 1000) * 1000;
    const put: NeededVersion[] = [];
    for (let done = 0; done < count; done++) {
      const body = Buffer.from(`object ${this.#made++}`);
      const name = packName('', sha256Hex(body));
      const stored = await this.subject.store.put({
        name: this.subject.prefix + name,
        body,
        sha256: sha256Hex(body),
        lockUntil,
      });
      const version = { name, versionId: stored.versionId, size: body.length };
      put.push({ ...version, kind: 'pack' });
      const dates = { uploadedAt: stored.providerTime, confirmedUntil: lockUntil };
      catalog?.objects.add({ ...version, ...dates, kind: 'data' });
    }
    return put;
  }

  async upkeep(catalog: Catalog, store: ObjectStore = this.subject.store): Promise<Upkeep> {
    const time = await ProviderTime.ask(store, realWorld);
    const repository = { store, prefix: this.subject.prefix };
    return { repository, catalog, policy: this.policy, time, world: realWorld };
  }

  async moveClock(milliseconds: number): Promise<void> {
    await administer(this.subject.vault, 'clock', { advanceMs: milliseconds });
  }

  /** The date that the provider has. */
  async lockOf({ name, versionId }: NeededVersion): Promise<number> {
    const head = await this.subject.store.head({ name: this.subject.prefix + name, versionId });
    return head.lock?.until ?? 0;
  }

  /** A store that uses a key of this role, and its end as a key. */
  async withKey(role: Role): Promise<{ readonly store: ObjectStore; readonly revoke: () => Promise<void> }> {
    const { vault, settings, prefix } = this.subject;
    const { bucket } = settings;
    const provisioner = createProvisioner({ kind: 'b2', endpoint: vault.b2, bucket }, vault);
    const key: StoreCredentials = await provisioner.createKey(role, prefix, 'short-lived');
    const store = await connectStore(settings, key, realWorld);
    this.#closing.push(() => store.close());
    return { store, revoke: () => revokeKey(vault, key.keyId) };
  }
}

async function revokeKey(vault: PracticeSubject['vault'], applicationKeyId: string): Promise<void> {
  const basic = Buffer.from(`${vault.keyId}:${vault.key}`).toString('base64');
  const session = await fetch(`${vault.b2}/b2api/v4/b2_authorize_account`, {
    headers: { authorization: `Basic ${basic}` },
  });
  const { authorizationToken } = (await session.json()) as { readonly authorizationToken: string };
  const answer = await fetch(`${vault.b2}/b2api/v4/b2_delete_key`, {
    method: 'POST',
    headers: { authorization: authorizationToken },
    body: JSON.stringify({ applicationKeyId }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
