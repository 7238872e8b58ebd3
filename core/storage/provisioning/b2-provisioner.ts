import { HoldfastError } from '../../errors/holdfast-error.ts';
import { b2Bucket, createdKey, type B2Bucket, type LifecycleRule } from '../b2/b2-answers.ts';
import { findBucket, readB2BucketState, readBucket } from '../b2/b2-bucket.ts';
import { B2Control } from '../b2/b2-control.ts';
import { keyCapabilitiesOf } from '../b2/key-capabilities-of.ts';
import type { KeyCapabilities, ProviderClock } from '../object-store.ts';
import { ProviderTime } from '../provider-time.ts';
import { roleCapabilities, type Role } from '../roles.ts';
import { usualPatience, type StoreCredentials } from '../store-settings.ts';
import { examineBucketState, foreignRule } from './examine-bucket-state.ts';
import type { Finding } from './finding.ts';
import type { Provisioner } from './provisioner.ts';
import { daysFromHiding, overlaps, ruledPrefixes, type SpaceRules } from './space-rules.ts';

/** B2's own rule: a name in letters, digits and hyphens. */
const labelPattern = /^[A-Za-z0-9-]{1,100}$/;

type BucketChange = {
  readonly fileLockEnabled?: true;
  readonly lifecycleRules?: readonly LifecycleRule[];
  readonly defaultRetention?: {
    readonly mode: 'compliance';
    readonly period: { readonly duration: number; readonly unit: string };
  };
};

export class B2Provisioner implements Provisioner {
  readonly kind = 'b2';
  readonly #control: B2Control;
  readonly #bucket: string;
  readonly #time: ProviderTime;

  constructor(place: { readonly endpoint: string; readonly bucket: string }, credentials: StoreCredentials) {
    this.#bucket = place.bucket;
    this.#time = new ProviderTime(place.endpoint);
    this.#control = new B2Control(place.endpoint, credentials, this.#time, usualPatience);
  }

  async signIn(): Promise<{ readonly key: KeyCapabilities; readonly clock: ProviderClock }> {
    const session = await this.#control.authorize();
    const clock = this.#time.latest;
    if (clock === undefined)
      throw new HoldfastError('provider-answer-invalid', { expected: 'the B2 service', reason: 'no Date' });
    return { key: keyCapabilitiesOf(session), clock };
  }

  async ensureLockedBucket(
    options: { readonly enableLock?: boolean } = {},
  ): Promise<{ readonly created: boolean }> {
    const found = await findBucket(this.#control, this.#bucket);
    if (found === undefined) {
      await this.#createBucket();
      return { created: true };
    }
    if (!readB2BucketState(found).lockEnabled) {
      if (options.enableLock !== true)
        throw new HoldfastError('bucket-not-locked', { bucket: this.#bucket, canEnable: true });
      await this.#update(found, { fileLockEnabled: true });
    }
    return { created: false };
  }

  async #createBucket(): Promise<void> {
    await this.#control.call(b2Bucket, this.#question('writeBuckets'), (b2, axios) =>
      b2.createBucket({
        bucketName: this.#bucket,
        bucketType: 'allPrivate',
        ...axios,
        axiosOverride: { data: { fileLockEnabled: true } },
      }),
    );
  }

  async setSpaceRules(prefix: string, rules: SpaceRules): Promise<void> {
    const bucket = await readBucket(this.#control, this.#bucket);
    const ours = ruledPrefixes(prefix);
    const others = bucket.lifecycleRules.filter((rule) => !ours.includes(rule.fileNamePrefix));
    const wanted = rules === 'automatic' ? ours.map(ruleFor) : [];
    if (sameRules([...others, ...wanted], bucket.lifecycleRules)) return;
    await this.#update(bucket, { lifecycleRules: [...others, ...wanted] });
  }

  async raiseDefaultRetention(days: number): Promise<void> {
    const bucket = await readBucket(this.#control, this.#bucket);
    const known = bucket.fileLockConfiguration?.value?.defaultRetention?.mode;
    if (known === 'compliance' && (readB2BucketState(bucket).defaultRetentionDays ?? 0) >= days) return;
    const period = { duration: days, unit: 'days' };
    await this.#update(bucket, { defaultRetention: { mode: 'compliance', period } }, 'writeBucketRetentions');
  }

  async createKey(role: Role, prefix: string, label: string): Promise<StoreCredentials> {
    if (!labelPattern.test(label)) throw new HoldfastError('bug', { reason: `impossible key name ${label}` });
    const { bucketId } = await readBucket(this.#control, this.#bucket);
    const made = await this.#control.call(createdKey, this.#question('writeKeys'), (b2, axios) =>
      b2.createKey({
        capabilities: [...roleCapabilities[role]],
        keyName: label,
        bucketId,
        ...(prefix === '' ? {} : { namePrefix: prefix }),
        ...axios,
      }),
    );
    return { keyId: made.applicationKeyId, key: made.applicationKey };
  }

  async examineBucket(prefix: string): Promise<readonly Finding[]> {
    const bucket = await findBucket(this.#control, this.#bucket);
    if (bucket === undefined)
      return [{ what: 'bucket', severity: 'missing', words: `There is no bucket "${this.#bucket}" yet.` }];
    const findings = [...examineBucketState(readB2BucketState(bucket))];
    if (bucket.bucketType !== 'allPrivate')
      findings.push({
        what: 'bucket',
        severity: 'too-much',
        words: 'The bucket is public: anybody can read it.',
        said: { code: 'check-bucket-public' },
      });
    const ours = ruledPrefixes(prefix);
    for (const rule of bucket.lifecycleRules)
      if (!ours.includes(rule.fileNamePrefix) && touchesFiles(rule) && overlaps(rule.fileNamePrefix, prefix))
        findings.push(foreignRule(rule.fileNamePrefix));
    const ruled = ours.filter((own) => bucket.lifecycleRules.some((rule) => rule.fileNamePrefix === own));
    if (ruled.length < ours.length)
      findings.push({
        what: 'space-rules',
        severity: 'note',
        words: 'No rule deletes what Holdfast hides; space is given back by hand.',
      });
    return findings;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** With `ifRevisionIs`, so that a change made by somebody else at the same moment is not undone. */
  async #update(bucket: B2Bucket, change: BucketChange, capability = 'writeBuckets'): Promise<void> {
    const revision = bucket.revision === undefined ? {} : { ifRevisionIs: bucket.revision };
    await this.#control.call(b2Bucket, this.#question(capability), (b2, axios) =>
      b2.updateBucket({
        bucketId: bucket.bucketId,
        // The library's typings want a type; undefined is dropped from the request and leaves it as it is.
        bucketType: undefined as unknown as 'allPrivate',
        ...axios,
        axiosOverride: { data: { ...change, ...revision } },
      }),
    );
  }

  #question(capability: string): {
    readonly operation: 'bucketState';
    readonly bucket: string;
    readonly needs: { readonly capability: string; readonly held: boolean };
  } {
    // Of this question only refusals are read, and a refused set-up call always means the capability.
    return { operation: 'bucketState', bucket: this.#bucket, needs: { capability, held: false } };
  }
}

function ruleFor(fileNamePrefix: string): LifecycleRule {
  return { fileNamePrefix, daysFromHidingToDeleting: daysFromHiding, daysFromUploadingToHiding: null };
}

function touchesFiles(rule: LifecycleRule): boolean {
  return (
    (rule.daysFromHidingToDeleting ?? null) !== null || (rule.daysFromUploadingToHiding ?? null) !== null
  );
}

function sameRules(a: readonly LifecycleRule[], b: readonly LifecycleRule[]): boolean {
  const text = (rule: LifecycleRule): string =>
    JSON.stringify([
      rule.fileNamePrefix,
      rule.daysFromHidingToDeleting ?? null,
      rule.daysFromUploadingToHiding ?? null,
    ]);
  const known = new Set(b.map(text));
  return a.length === b.length && a.every((rule) => known.has(text(rule)));
}
