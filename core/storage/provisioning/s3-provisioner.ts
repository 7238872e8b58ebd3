import {
  CreateBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  GetObjectLockConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectLockConfigurationCommand,
  DeleteBucketLifecycleCommand,
  type LifecycleRule,
  type S3Client,
} from '@aws-sdk/client-s3';
import { HoldfastError, isHoldfastError } from '../../errors/holdfast-error.ts';
import type { BucketState, ProviderClock } from '../object-store.ts';
import { ProviderTime } from '../provider-time.ts';
import type { Role } from '../roles.ts';
import { readBucketState } from '../s3/s3-bucket-state.ts';
import { createS3Client, type S3Place } from '../s3/s3-client.ts';
import { readRefusal, toStoreError } from '../s3/s3-errors.ts';
import { usualPatience, type StoreCredentials } from '../store-settings.ts';
import { examineBucketState, foreignRule } from './examine-bucket-state.ts';
import type { Finding } from './finding.ts';
import type { Provisioner } from './provisioner.ts';
import { daysFromHiding, overlaps, ruledPrefixes, type SpaceRules } from './space-rules.ts';

export class S3Provisioner implements Provisioner {
  readonly kind = 's3';
  readonly #client: S3Client;
  readonly #place: S3Place & { readonly bucket: string };
  readonly #credentials: StoreCredentials;
  readonly #time: ProviderTime;

  constructor(place: S3Place & { readonly bucket: string }, credentials: StoreCredentials) {
    this.#place = place;
    this.#credentials = credentials;
    this.#time = new ProviderTime(place.endpoint);
    this.#client = createS3Client(place, credentials, this.#time, usualPatience);
  }

  async signIn(): Promise<{ readonly key: undefined; readonly clock: ProviderClock }> {
    await this.#state();
    const clock = this.#time.latest;
    if (clock === undefined)
      throw new HoldfastError('provider-answer-invalid', {
        endpoint: this.#place.endpoint,
        reason: 'no Date in the answer',
      });
    return { key: undefined, clock };
  }

  /** Looks first: creating a bucket that is one's own already is an error on AWS and silent success on Ceph. */
  async ensureLockedBucket(): Promise<{ readonly created: boolean }> {
    const state = await this.#state();
    if (state === undefined) {
      await this.#createBucket();
      return { created: true };
    }
    // Enabling it later is possible on AWS with a support token only, and not at all on most others.
    if (!state.lockEnabled)
      throw new HoldfastError('bucket-not-locked', { bucket: this.#place.bucket, canEnable: false });
    return { created: false };
  }

  async #createBucket(): Promise<void> {
    try {
      await this.#client.send(
        new CreateBucketCommand({ Bucket: this.#place.bucket, ObjectLockEnabledForBucket: true }),
      );
    } catch (error) {
      if (/^Bucket(AlreadyExists|AlreadyOwnedByYou)$/.test(readRefusal(error).code))
        throw new HoldfastError('bucket-name-taken', { bucket: this.#place.bucket });
      throw this.#inOurWords(error);
    }
    if ((await this.#state())?.lockEnabled !== true)
      throw new HoldfastError('bucket-not-locked', { bucket: this.#place.bucket, canEnable: false });
  }

  async setSpaceRules(prefix: string, rules: SpaceRules): Promise<void> {
    const before = await this.#rules();
    const others = before.filter((rule) => !ruledPrefixes(prefix).includes(prefixOf(rule)));
    const after = rules === 'automatic' ? [...others, ...ruledPrefixes(prefix).map(ruleFor)] : others;
    if (after.length === before.length && rules === 'by-hand') return;
    await this.#ask(() =>
      after.length === 0
        ? this.#client.send(new DeleteBucketLifecycleCommand({ Bucket: this.#place.bucket }))
        : this.#client.send(
            new PutBucketLifecycleConfigurationCommand({
              Bucket: this.#place.bucket,
              LifecycleConfiguration: { Rules: after },
            }),
          ),
    );
  }

  async raiseDefaultRetention(days: number): Promise<void> {
    const Bucket = this.#place.bucket;
    const known = await this.#ask(() => this.#client.send(new GetObjectLockConfigurationCommand({ Bucket })));
    const { Mode, Days = 0, Years = 0 } = known.ObjectLockConfiguration?.Rule?.DefaultRetention ?? {};
    if (Mode === 'COMPLIANCE' && Math.max(Days, Years * 365) >= days) return;
    await this.#ask(() =>
      this.#client.send(
        new PutObjectLockConfigurationCommand({
          Bucket,
          ObjectLockConfiguration: {
            ObjectLockEnabled: 'Enabled',
            Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: days } },
          },
        }),
      ),
    );
  }

  createKey(_role: Role, _prefix: string, _label: string): Promise<StoreCredentials> {
    return Promise.resolve(this.#credentials);
  }

  async examineBucket(prefix: string): Promise<readonly Finding[]> {
    const state = await this.#state();
    if (state === undefined)
      return [
        { what: 'bucket', severity: 'missing', words: `There is no bucket "${this.#place.bucket}" yet.` },
      ];
    const findings = [...examineBucketState(state)];
    const rules = state.lifecycle as readonly LifecycleRule[] | undefined;
    if (rules === undefined)
      return [
        ...findings,
        {
          what: 'lifecycle',
          severity: 'note',
          words: 'This key may not see the lifecycle rules of the bucket.',
        },
      ];
    const ours = ruledPrefixes(prefix);
    for (const rule of rules)
      if (
        rule.Status === 'Enabled' &&
        !ours.includes(prefixOf(rule)) &&
        touchesFiles(rule) &&
        overlaps(prefixOf(rule), prefix)
      )
        findings.push(foreignRule(prefixOf(rule)));
    if (!ours.every((own) => rules.some((rule) => prefixOf(rule) === own)))
      findings.push({
        what: 'space-rules',
        severity: 'note',
        words: 'No rule deletes what Holdfast hides; space is given back by hand.',
      });
    return findings;
  }

  close(): Promise<void> {
    this.#client.destroy();
    return Promise.resolve();
  }

  /** undefined: no such bucket. */
  async #state(): Promise<BucketState | undefined> {
    try {
      return await this.#ask(() => readBucketState(this.#client, this.#place.bucket));
    } catch (error) {
      if (isHoldfastError(error, 'bucket-missing')) return undefined;
      throw error;
    }
  }

  async #rules(): Promise<readonly LifecycleRule[]> {
    try {
      const answer = await this.#client.send(
        new GetBucketLifecycleConfigurationCommand({ Bucket: this.#place.bucket }),
      );
      return answer.Rules ?? [];
    } catch (error) {
      if (readRefusal(error).code.startsWith('NoSuchLifecycleConfiguration')) return [];
      throw this.#inOurWords(error);
    }
  }

  async #ask<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw this.#inOurWords(error);
    }
  }

  #inOurWords(error: unknown): HoldfastError {
    return toStoreError(error, { operation: 'bucketState', ...this.#place });
  }
}

function prefixOf(rule: LifecycleRule): string {
  return rule.Filter?.Prefix ?? rule.Filter?.And?.Prefix ?? rule.Prefix ?? '';
}

function touchesFiles(rule: LifecycleRule): boolean {
  return rule.Expiration !== undefined || rule.NoncurrentVersionExpiration !== undefined;
}

/** A hidden version is a noncurrent one; its marker goes once nothing is below it. */
function ruleFor(prefix: string): LifecycleRule {
  return {
    ID: `holdfast ${prefix}`,
    Status: 'Enabled',
    Filter: { Prefix: prefix },
    NoncurrentVersionExpiration: { NoncurrentDays: daysFromHiding },
    Expiration: { ExpiredObjectDeleteMarker: true },
  };
}
