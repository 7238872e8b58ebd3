import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  type HeadObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
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
import { concurrently } from '../../system/concurrently.ts';
import type { StoreOperation } from '../operation.ts';
import { ProviderTime, readProviderClock } from '../provider-time.ts';
import { usualPatience, type Patience, type StoreCredentials } from '../store-settings.ts';
import { readExactly } from './read-exactly.ts';
import { readBucketState } from './s3-bucket-state.ts';
import { deleteS3Versions } from './s3-delete-versions.ts';
import { createS3Client, type S3Place } from './s3-client.ts';
import { toStoreError, type S3Question } from './s3-errors.ts';
import { listS3Versions } from './s3-listing.ts';

/** Questions at a time about versions that were not deleted. */
const headsAtOnce = 16;

/** A bucket behind the S3 API, path style. No call is repeated here. */
export class S3Store implements ObjectStore {
  readonly kind = 's3';
  readonly listsLocks = false;
  readonly bucket: string;
  readonly #endpoint: string;
  readonly #client: S3Client;
  readonly #time: ProviderTime;
  #refusesConditions = false;

  constructor(
    place: S3Place & { readonly bucket: string },
    credentials: StoreCredentials,
    patience: Patience = usualPatience,
  ) {
    this.bucket = place.bucket;
    this.#endpoint = place.endpoint;
    this.#time = new ProviderTime(place.endpoint);
    this.#client = createS3Client(place, credentials, this.#time, patience);
  }

  async put(request: PutRequest): Promise<PutResult> {
    const isConditional = request.onlyIfAbsent === true;
    if (!isConditional || this.#refusesConditions) return await this.#put(request, false);
    try {
      return await this.#put(request, true);
    } catch (error) {
      // Backblaze B2: "A header you provided implies functionality that is not implemented". Nothing was stored.
      if (!isHoldfastError(error, 'provider-refused') || error.details['status'] !== 501) throw error;
      this.#refusesConditions = true;
      return await this.#put(request, false);
    }
  }

  async #put(request: PutRequest, isConditional: boolean): Promise<PutResult> {
    return await this.#ask('put', request.name, async () => {
      const command = new PutObjectCommand({
        Bucket: this.bucket,
        Key: request.name,
        Body: request.body,
        // AWS and B2 refuse a locked PUT without it.
        ContentMD5: request.md5 ?? createHash('md5').update(request.body).digest('base64'),
        ContentType: 'application/octet-stream',
        // Ceph RGW 16.2 ignores this and stores a second version.
        IfNoneMatch: isConditional ? '*' : undefined,
        ObjectLockMode: request.lockUntil === undefined ? undefined : 'COMPLIANCE',
        ObjectLockRetainUntilDate: request.lockUntil === undefined ? undefined : new Date(request.lockUntil),
      });
      let clock: ProviderClock | undefined;
      command.middlewareStack.add(
        (next) => async (args) => {
          // The signer takes a hash that is already there instead of hashing the body once more.
          (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] =
            request.sha256;
          const result = await next(args);
          clock = readProviderClock(
            (result.response as { headers: Record<string, string> }).headers,
            this.#endpoint,
          );
          return result;
        },
        { step: 'build', name: 'holdfastKnownHash' },
      );
      const { VersionId: versionId } = await this.#client.send(command);
      if (versionId === undefined || versionId === 'null')
        throw new HoldfastError('bucket-not-locked', { bucket: this.bucket, reason: 'no versions are kept' });
      if (clock === undefined) throw this.#invalid('no Date in the answer');
      // The SDK was shown the time without what a practice vault's clock was moved by, see s3-client.ts.
      return { versionId, providerTime: clock.now + clock.movedBy };
    });
  }

  async get(version: ObjectVersion, range?: ByteRange): Promise<Uint8Array> {
    if (range !== undefined && !(range.start >= 0 && range.end > range.start))
      throw new HoldfastError('bug', { reason: `an impossible range ${range.start}-${range.end}` });
    return await this.#ask('get', version.name, async (question) => {
      const answer = await this.#client.send(
        new GetObjectCommand({
          Bucket: this.bucket,
          Key: version.name,
          VersionId: version.versionId,
          Range: range === undefined ? undefined : `bytes=${range.start}-${range.end - 1}`,
        }),
      );
      const body = answer.Body as (AsyncIterable<Uint8Array> & { destroy?: () => void }) | undefined;
      const length = answer.ContentLength;
      const problem = this.#wrongAnswer(version, range, answer.VersionId, length);
      if (body === undefined || length === undefined || problem !== undefined) {
        body?.destroy?.();
        throw problem ?? this.#invalid('an answer without a length');
      }
      return await readExactly(body, length, question);
    });
  }

  #wrongAnswer(
    version: ObjectVersion,
    range: ByteRange | undefined,
    versionId: string | undefined,
    length: number | undefined,
  ): HoldfastError | undefined {
    if (versionId !== undefined && versionId !== version.versionId)
      return this.#invalid('another version than asked');
    if (range !== undefined && length !== range.end - range.start)
      return new HoldfastError('object-damaged', {
        name: version.name,
        reason: `${length} bytes instead of ${range.end - range.start}`,
      });
    return undefined;
  }

  async head(version: ObjectVersion): Promise<VersionHead> {
    try {
      return await this.#head(version);
    } catch (error) {
      if (!isHoldfastError(error, 'provider-refused')) throw error;
      // An answer to HEAD has no words, so a marker and an id that this provider never gives look like any refusal. Any list may
      // name such a version; it is no object, and it must not stop those who ask for many. A GET says which it is.
      await this.get(version, { start: 0, end: 1 });
      throw error;
    }
  }

  async #head(version: ObjectVersion): Promise<VersionHead> {
    return await this.#ask('head', version.name, async () => {
      const answer = await this.#client.send(
        new HeadObjectCommand({ Bucket: this.bucket, Key: version.name, VersionId: version.versionId }),
      );
      if (answer.ContentLength === undefined || answer.LastModified === undefined)
        throw this.#invalid('HEAD without length or time');
      return {
        name: version.name,
        versionId: version.versionId,
        kind: 'object',
        size: answer.ContentLength,
        uploadedAt: answer.LastModified.getTime(),
        lock: readLock(answer),
      };
    });
  }

  async *listVersions(
    prefix: string,
    options: { readonly startAfter?: string } = {},
  ): AsyncGenerator<readonly ListedVersion[]> {
    try {
      yield* listS3Versions(this.#client, this.bucket, prefix, options.startAfter);
    } catch (error) {
      throw toStoreError(error, this.#question('listVersions'));
    }
  }

  async renew(version: ObjectVersion, until: Instant): Promise<void> {
    await this.#changeLock('renew', version, { mode: 'compliance', until });
  }

  async replaceLock(
    version: ObjectVersion,
    lock: Pick<VersionLock, 'mode' | 'until'>,
    options?: BypassOption,
  ): Promise<void> {
    await this.#changeLock('replaceLock', version, lock, options);
  }

  async #changeLock(
    operation: 'renew' | 'replaceLock',
    version: ObjectVersion,
    lock: Pick<VersionLock, 'mode' | 'until'>,
    options: BypassOption = {},
  ): Promise<void> {
    const retention = {
      ...(lock.mode === null
        ? {}
        : { Mode: lock.mode === 'compliance' ? ('COMPLIANCE' as const) : ('GOVERNANCE' as const) }),
      ...(lock.until === null ? {} : { RetainUntilDate: new Date(lock.until) }),
    };
    await this.#askAboutLock(operation, version, async () => {
      await this.#client.send(
        new PutObjectRetentionCommand({
          Bucket: this.bucket,
          Key: version.name,
          VersionId: version.versionId,
          Retention: retention,
          BypassGovernanceRetention: options.bypassGovernance === true ? true : undefined,
        }),
      );
    });
  }

  async setLegalHold(version: ObjectVersion, on: boolean): Promise<void> {
    await this.#ask('setLegalHold', version.name, async () => {
      await this.#client.send(
        new PutObjectLegalHoldCommand({
          Bucket: this.bucket,
          Key: version.name,
          VersionId: version.versionId,
          LegalHold: { Status: on ? 'ON' : 'OFF' },
        }),
      );
    });
  }

  async hide(name: string): Promise<{ readonly markerVersionId: string }> {
    return await this.#ask('hide', name, async () => {
      const answer = await this.#client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: name }));
      if (answer.VersionId === undefined) throw this.#invalid('a delete marker without a version');
      return { markerVersionId: answer.VersionId };
    });
  }

  async deleteVersion(version: ObjectVersion, options: BypassOption = {}): Promise<void> {
    await this.#askAboutLock('deleteVersion', version, async () => {
      try {
        await this.#client.send(
          new DeleteObjectCommand({
            Bucket: this.bucket,
            Key: version.name,
            VersionId: version.versionId,
            BypassGovernanceRetention: options.bypassGovernance === true ? true : undefined,
          }),
        );
      } catch (error) {
        const ours = toStoreError(error, this.#question('deleteVersion', version.name));
        if (ours.code !== 'object-missing') throw ours;
      }
    });
  }

  async deleteVersions(versions: readonly ObjectVersion[]): Promise<readonly RefusedDeletion[]> {
    const question = this.#question('deleteVersions');
    const refused = await this.#ask('deleteVersions', undefined, () =>
      deleteS3Versions(this.#client, question, versions),
    );
    const told = [...refused];
    await concurrently(refused.entries(), headsAtOnce, async ([index, { version, error }]) => {
      told[index] = { version, error: await this.#orLocked(version, error) };
    });
    return told;
  }

  keyCapabilities(): Promise<KeyCapabilities | undefined> {
    return Promise.resolve(undefined);
  }

  async bucketState(): Promise<BucketState> {
    return await this.#ask('bucketState', undefined, () => readBucketState(this.#client, this.bucket));
  }

  async providerClock(): Promise<ProviderClock> {
    const before = this.#time.observations;
    try {
      await this.#ask('providerClock', undefined, () =>
        this.#client.send(new HeadBucketCommand({ Bucket: this.bucket })),
      );
    } catch (error) {
      // A refusal has a date too; whether the key is right, the next real call will say in better words.
      const isAnswer = this.#time.observations > before && !isHoldfastError(error, 'provider-answer-invalid');
      if (!isAnswer) throw error;
    }
    const clock = this.#time.latest;
    if (clock === undefined || this.#time.observations === before)
      throw this.#invalid('no Date in the answer');
    return clock;
  }

  close(): Promise<void> {
    this.#client.destroy();
    return Promise.resolve();
  }

  /**
   * Many stores say only "Access Denied" where a lock forbids something. A version whose lock is running is then taken for
   * the reason; `told: false` in the details says that the provider did not name it.
   */
  async #askAboutLock(
    operation: StoreOperation,
    version: ObjectVersion,
    ask: () => Promise<void>,
  ): Promise<void> {
    try {
      await this.#ask(operation, version.name, ask);
    } catch (error) {
      throw error instanceof HoldfastError ? await this.#orLocked(version, error) : error;
    }
  }

  async #orLocked(version: ObjectVersion, error: HoldfastError): Promise<HoldfastError> {
    if (error.code !== 'key-insufficient' && error.code !== 'object-locked') return error;
    const lock = await this.head(version).then(
      (found) => found.lock,
      () => undefined,
    );
    const isRunning = lock?.legalHold === true || (lock?.until ?? 0) > (this.#time.now ?? Infinity);
    if (error.code === 'key-insufficient' && !isRunning) return error;
    return new HoldfastError('object-locked', {
      ...error.details,
      until:
        lock?.until === null || lock?.until === undefined ? undefined : new Date(lock.until).toISOString(),
      told: error.code === 'object-locked',
    });
  }

  async #ask<T>(
    operation: StoreOperation,
    name: string | undefined,
    ask: (question: S3Question) => Promise<T>,
  ): Promise<T> {
    const question = this.#question(operation, name);
    try {
      return await ask(question);
    } catch (error) {
      throw toStoreError(error, question);
    }
  }

  #question(operation: StoreOperation, name?: string): S3Question {
    return { operation, endpoint: this.#endpoint, bucket: this.bucket, name };
  }

  #invalid(reason: string): HoldfastError {
    return new HoldfastError('provider-answer-invalid', {
      endpoint: this.#endpoint,
      expected: 'an S3 service',
      reason,
    });
  }
}

function readLock(answer: HeadObjectCommandOutput): VersionLock {
  const mode = answer.ObjectLockMode;
  return {
    mode: mode === 'COMPLIANCE' ? 'compliance' : mode === 'GOVERNANCE' ? 'governance' : null,
    until: answer.ObjectLockRetainUntilDate?.getTime() ?? null,
    legalHold: answer.ObjectLockLegalHoldStatus === 'ON',
  };
}
