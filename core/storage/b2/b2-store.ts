import { HoldfastError, isHoldfastError } from '../../errors/holdfast-error.ts';
import type { ByteRange, Instant, ListedVersion, ObjectVersion, VersionLock } from '../../model/object.ts';
import type {
  BucketState,
  BypassOption,
  KeyCapabilities,
  ObjectStore,
  ProviderClock,
  PutRequest,
  PutResult,
  RefusedDeletion,
  VersionHead,
} from '../object-store.ts';
import { ProviderTime } from '../provider-time.ts';
import { S3Store } from '../s3/s3-store.ts';
import { usualPatience, type Patience, type StoreCredentials } from '../store-settings.ts';
import { anything, b2File, type Authorization, type B2Bucket } from './b2-answers.ts';
import { readBucket, readB2BucketState } from './b2-bucket.ts';
import { B2Control } from './b2-control.ts';
import type { B2Question } from './b2-errors.ts';
import { keyCapabilitiesOf } from './key-capabilities-of.ts';
import { kindOf, listB2Versions, readB2Lock } from './b2-listing.ts';
import { putNatively } from './put-natively.ts';
import { s3PlaceOf } from './s3-place.ts';

type Ask = Omit<B2Question, 'endpoint'>;

/**
 * A B2 bucket: bytes go through its S3 API (one request per object, no upload URLs), everything else through the native
 * one, which alone tells locks in listings and what a key may do. A version id is the same in both.
 */
export class B2Store implements ObjectStore {
  readonly kind = 'b2';
  readonly listsLocks = true;
  readonly bucket: string;
  readonly #control: B2Control;
  readonly #data: S3Store;
  readonly #session: Authorization;
  readonly #bucketId: string;
  readonly #time: ProviderTime;
  readonly #keyId: string;

  private constructor(
    bucket: B2Bucket,
    control: B2Control,
    data: S3Store,
    session: Authorization,
    time: ProviderTime,
    keyId: string,
  ) {
    this.bucket = bucket.bucketName;
    this.#bucketId = bucket.bucketId;
    this.#control = control;
    this.#data = data;
    this.#session = session;
    this.#time = time;
    this.#keyId = keyId;
  }

  /** Signs in and finds the bucket. @throws key-invalid, bucket-missing and what any call throws */
  static async connect(
    place: { readonly endpoint: string; readonly bucket: string },
    credentials: StoreCredentials,
    patience: Patience = usualPatience,
  ): Promise<B2Store> {
    const time = new ProviderTime(place.endpoint);
    const control = new B2Control(place.endpoint, credentials, time, patience);
    const session = await control.authorize();
    const bucket = await readBucket(control, place.bucket);
    const data = new S3Store({ ...s3PlaceOf(session.s3ApiUrl), bucket: place.bucket }, credentials, patience);
    return new B2Store(bucket, control, data, session, time, credentials.keyId);
  }

  /** B2 answers 501 to If-None-Match, perhaps before it has read a pack of many megabytes, so the name is listed first. */
  async put(request: PutRequest): Promise<PutResult> {
    if (request.onlyIfAbsent === true && (await this.#isTaken(request.name)))
      throw new HoldfastError('object-exists', { name: request.name });
    if (this.#isMaster)
      return await putNatively(this.#control, this.#bucketId, request, this.#needs('writeFiles'));
    return await this.#data.put({ ...request, onlyIfAbsent: false });
  }

  get(version: ObjectVersion, range?: ByteRange): Promise<Uint8Array> {
    return this.#data.get(version, range);
  }

  async head(version: ObjectVersion): Promise<VersionHead> {
    const file = await this.#control.call(
      b2File,
      { ...this.#about(version), operation: 'head' },
      (b2, axios) => b2.getFileInfo({ fileId: version.versionId, ...axios }),
    );
    const kind = kindOf(file);
    if (file.fileName !== version.name || kind === undefined)
      throw new HoldfastError('object-missing', { name: version.name });
    return {
      ...version,
      kind,
      size: kind === 'marker' ? 0 : file.contentLength,
      uploadedAt: file.uploadTimestamp,
      lock: readB2Lock(file),
    };
  }

  listVersions(
    prefix: string,
    options: { readonly startAfter?: string } = {},
  ): AsyncIterable<readonly ListedVersion[]> {
    const bucket = { id: this.#bucketId, name: this.bucket };
    return listB2Versions(this.#control, bucket, prefix, options.startAfter);
  }

  async renew(version: ObjectVersion, until: Instant): Promise<void> {
    await this.#updateRetention(version, 'renew', { mode: 'compliance', retainUntilTimestamp: until });
  }

  async replaceLock(
    version: ObjectVersion,
    lock: Pick<VersionLock, 'mode' | 'until'>,
    options: BypassOption = {},
  ): Promise<void> {
    const retention = { mode: lock.mode, retainUntilTimestamp: lock.until };
    await this.#updateRetention(version, 'replaceLock', retention, options);
  }

  async #updateRetention(
    version: ObjectVersion,
    operation: 'renew' | 'replaceLock',
    fileRetention: { readonly mode: string | null; readonly retainUntilTimestamp: number | null },
    options: BypassOption = {},
  ): Promise<void> {
    const asked = { ...this.#about(version, 'writeFileRetentions'), operation } as const;
    await this.#control.callByName(anything, asked, 'b2_update_file_retention', {
      ...fileOf(version),
      fileRetention,
      ...bypassOf(options),
    } as { readonly fileId: string });
  }

  async setLegalHold(version: ObjectVersion, on: boolean): Promise<void> {
    const asked = { ...this.#about(version, 'writeFileLegalHolds'), operation: 'setLegalHold' } as const;
    await this.#control.callByName(anything, asked, 'b2_update_file_legal_hold', {
      ...fileOf(version),
      legalHold: on ? 'on' : 'off',
    } as { readonly fileId: string });
  }

  async hide(name: string): Promise<{ readonly markerVersionId: string }> {
    try {
      const marker = await this.#control.call(
        b2File,
        { operation: 'hide', bucket: this.bucket, name, needs: this.#needs('writeFiles') },
        (b2, axios) => b2.hideFile({ bucketId: this.#bucketId, fileName: name, ...axios }),
      );
      return { markerVersionId: marker.fileId ?? '' };
    } catch (error) {
      // S3 would add a second marker; B2 says `already_hidden`, so the one that is there is the answer.
      if (!isHoldfastError(error, 'provider-refused')) throw error;
      const marker = await this.#latestMarker(name);
      if (marker === undefined) throw error;
      return { markerVersionId: marker.versionId };
    }
  }

  /** As S3 sees it: under a marker a name is free. */
  async #isTaken(name: string): Promise<boolean> {
    for await (const [first] of this.listVersions(name))
      return first?.name === name && first.kind === 'object';
    return false;
  }

  async #latestMarker(name: string): Promise<ListedVersion | undefined> {
    for await (const page of this.listVersions(name)) {
      const [first] = page;
      return first?.name === name && first.kind === 'marker' ? first : undefined;
    }
    return undefined;
  }

  async deleteVersion(version: ObjectVersion, options: BypassOption = {}): Promise<void> {
    const capability = options.bypassGovernance === true ? 'bypassGovernance' : 'deleteFiles';
    const needs = this.#needs('deleteFiles').held ? this.#needs(capability) : this.#needs('deleteFiles');
    try {
      await this.#control.call(
        anything,
        { ...this.#about(version), operation: 'deleteVersion', needs },
        (b2, axios) =>
          b2.deleteFileVersion({
            ...fileOf(version),
            ...axios,
            axiosOverride: { data: bypassOf(options) },
          }),
      );
    } catch (error) {
      if (!isHoldfastError(error, 'object-missing')) throw error;
    }
  }

  /** The native API has no call for many. */
  deleteVersions(versions: readonly ObjectVersion[]): Promise<readonly RefusedDeletion[]> {
    return this.#data.deleteVersions(versions);
  }

  async keyCapabilities(): Promise<KeyCapabilities> {
    return keyCapabilitiesOf(await this.#control.authorize());
  }

  async bucketState(): Promise<BucketState> {
    return readB2BucketState(await readBucket(this.#control, this.bucket));
  }

  async providerClock(): Promise<ProviderClock> {
    const before = this.#time.observations;
    await readBucket(this.#control, this.bucket);
    const clock = this.#time.latest;
    if (clock === undefined || this.#time.observations === before)
      throw new HoldfastError('provider-answer-invalid', { expected: 'the B2 service', reason: 'no Date' });
    return clock;
  }

  close(): Promise<void> {
    return this.#data.close();
  }

  /** The account's master key, which B2's S3 API does not take: it stores its canaries by the native one and reads none. */
  get #isMaster(): boolean {
    return this.#keyId === this.#session.accountId;
  }

  #about(version: ObjectVersion, capability?: string): Omit<Ask, 'operation'> {
    const needs = capability === undefined ? undefined : this.#needs(capability);
    return { bucket: this.bucket, name: version.name, needs };
  }

  #needs(capability: string): { readonly capability: string; readonly held: boolean } {
    return { capability, held: this.#session.allowed.capabilities.includes(capability) };
  }
}

function fileOf(version: ObjectVersion): { readonly fileName: string; readonly fileId: string } {
  return { fileName: version.name, fileId: version.versionId };
}

/** B2 refuses unknown fields, and `false` would be one more way to be refused. */
function bypassOf(options: BypassOption): { readonly bypassGovernance?: true } {
  return options.bypassGovernance === true ? { bypassGovernance: true } : {};
}
