import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { ReceivedContent } from '../received-content.ts';
import type { NewBucket, VaultBucket } from '../vault-bucket.ts';
import type { UploadSettings, VaultVersion } from '../vault-version.ts';
import { Vault, type VaultOptions } from '../vault.ts';

/** A vault in a folder of its own, whose real clock stands still at `realNow` until a test moves it. */
export class TestVault {
  readonly dir = mkdtempSync(join(tmpdir(), 'vault-'));
  realNow = Date.UTC(2026, 10, 22, 10);
  readonly #options: Omit<VaultOptions, 'dir' | 'realNow'>;
  vault: Vault;

  constructor(options: Omit<VaultOptions, 'dir' | 'realNow'> = {}) {
    this.#options = options;
    this.vault = this.#open();
  }

  /** Closes and opens the folder again, as another process would. */
  restart(): void {
    this.vault.close();
    this.vault = this.#open();
  }

  remove(): void {
    this.vault.close();
    rmSync(this.dir, { recursive: true });
  }

  bucket(settings: Partial<NewBucket> = {}): VaultBucket {
    const name = `bucket-${this.vault.buckets().length}`;
    return this.vault.createBucket({ name, type: 'allPrivate', ...settings });
  }

  lockBucket(settings: Partial<NewBucket> = {}): VaultBucket {
    return this.bucket({ lockEnabled: true, ...settings });
  }

  async receive(bytes: Buffer | string): Promise<ReceivedContent> {
    const content = this.vault.beginContent();
    await content.write(Buffer.from(bytes));
    return content.finish();
  }

  async put(
    bucket: VaultBucket,
    name: string,
    bytes: Buffer | string = name,
    settings: Partial<UploadSettings> = {},
  ): Promise<VaultVersion> {
    const content = await this.receive(bytes);
    return this.vault.commitUpload(bucket.bucketId, name, content, {
      contentType: 'text/plain',
      ...settings,
    });
  }

  read(version: VaultVersion, range?: { start: number; end: number }): Promise<Buffer> {
    return buffer(this.vault.readContent(version, range));
  }

  #open(): Vault {
    return new Vault({ ...this.#options, dir: this.dir, realNow: () => this.realNow });
  }
}
