import { z } from 'zod';
import type { BucketChange, LifecycleRule } from '../../vault/vault-bucket.ts';
import { b2Call } from '../b2-call.ts';
import { badRequest } from '../b2-refusal.ts';
import { checkAccount, enterBucket, need, type B2Request } from '../b2-request.ts';
import { bucketJson } from '../bucket-json.ts';
import { optional, serverSideEncryption } from '../fields.ts';

const days = z.int().nullish();

const rule = z
  .strictObject({
    fileNamePrefix: z.string(),
    daysFromHidingToDeleting: days,
    daysFromUploadingToHiding: days,
    daysFromStartingToCancelingUnfinishedLargeFiles: days,
  })
  .transform((given): LifecycleRule => ({
    fileNamePrefix: given.fileNamePrefix,
    daysFromHidingToDeleting: given.daysFromHidingToDeleting ?? null,
    daysFromUploadingToHiding: given.daysFromUploadingToHiding ?? null,
    daysFromStartingToCancelingUnfinishedLargeFiles:
      given.daysFromStartingToCancelingUnfinishedLargeFiles ?? null,
  }));

const defaultRetention = z
  .strictObject({
    mode: z.enum(['compliance', 'governance']).nullable(),
    period: optional(z.strictObject({ duration: z.int(), unit: z.enum(['days', 'years']) })),
  })
  .transform(({ mode, period }, check) => {
    if (mode === null) return null;
    if (period !== undefined) return { mode, period };
    check.addIssue({ code: 'custom', message: 'defaultRetention needs a period' });
    return z.NEVER;
  });

const settings = {
  accountId: z.string(),
  bucketInfo: optional(z.record(z.string(), z.string())),
  corsRules: optional(z.array(z.unknown())),
  lifecycleRules: optional(z.array(rule)),
  fileLockEnabled: optional(z.boolean()),
  defaultServerSideEncryption: optional(serverSideEncryption),
  /** Only "none": a practice vault has nowhere to copy to. */
  replicationConfiguration: z.null().optional(),
};

const bucketType = z.enum(['allPrivate', 'allPublic']);

type Settings = {
  readonly [K in 'bucketInfo' | 'corsRules' | 'lifecycleRules' | 'fileLockEnabled']: z.output<
    (typeof settings)[K]
  >;
};

/** Only what was said: what is left out stays. */
function changeOf(body: Settings): BucketChange {
  return {
    ...(body.bucketInfo === undefined ? {} : { info: body.bucketInfo }),
    ...(body.corsRules === undefined ? {} : { corsRules: body.corsRules }),
    ...(body.lifecycleRules === undefined ? {} : { lifecycleRules: body.lifecycleRules }),
    ...(body.fileLockEnabled === undefined ? {} : { lockEnabled: body.fileLockEnabled }),
  };
}

export const createBucket = b2Call(
  z.strictObject({ ...settings, bucketName: z.string(), bucketType }),
  (request, body) => {
    checkAccount(request, body.accountId);
    need(request, 'writeBuckets', { bucketId: 'not made yet' });
    if (body.fileLockEnabled === true) need(request, 'writeBucketRetentions');
    if (body.defaultServerSideEncryption !== undefined) need(request, 'writeBucketEncryption');
    const bucket = request.vault.createBucket({
      ...changeOf(body),
      name: body.bucketName,
      type: body.bucketType,
    });
    return bucketJson(bucket, request.key, request.vault);
  },
);

export const updateBucket = b2Call(
  z.strictObject({
    ...settings,
    bucketId: z.string(),
    bucketType: optional(bucketType),
    // Not `optional`: what clears it must stay apart from what was not said.
    defaultRetention: defaultRetention.optional(),
    ifRevisionIs: optional(z.int()),
  }),
  (request, body) => {
    checkAccount(request, body.accountId);
    enterBucket(request, body.bucketId, 'writeBuckets');
    if (body.fileLockEnabled !== undefined || body.defaultRetention !== undefined)
      need(request, 'writeBucketRetentions');
    if (body.defaultServerSideEncryption !== undefined) need(request, 'writeBucketEncryption');
    const bucket = request.vault.updateBucket(body.bucketId, {
      ...changeOf(body),
      ...(body.bucketType === undefined ? {} : { type: body.bucketType }),
      ...(body.defaultRetention === undefined ? {} : { defaultRetention: body.defaultRetention }),
      ...(body.ifRevisionIs === undefined ? {} : { ifRevisionIs: body.ifRevisionIs }),
    });
    return bucketJson(bucket, request.key, request.vault);
  },
);

export const deleteBucket = b2Call(
  z.strictObject({ accountId: z.string(), bucketId: z.string() }),
  (request, body) => {
    checkAccount(request, body.accountId);
    enterBucket(request, body.bucketId, 'deleteBuckets');
    return bucketJson(request.vault.deleteBucket(body.bucketId), request.key, request.vault);
  },
);

export const listBuckets = b2Call(
  z.strictObject({
    accountId: z.string(),
    bucketId: optional(z.string()),
    bucketName: optional(z.string()),
    bucketTypes: optional(z.array(z.enum(['all', 'allPrivate', 'allPublic']))),
  }),
  (request, body) => {
    checkAccount(request, body.accountId);
    needToList(request, body);
    const types: readonly string[] = body.bucketTypes ?? ['all'];
    const buckets = request.vault
      .buckets()
      .filter(
        (bucket) =>
          (body.bucketId === undefined || bucket.bucketId === body.bucketId) &&
          (body.bucketName === undefined || bucket.name === body.bucketName) &&
          (types.includes('all') || types.includes(bucket.type)),
      );
    return { buckets: buckets.map((bucket) => bucketJson(bucket, request.key, request.vault)) };
  },
);

/** A key that is restricted to buckets must say which of them it means. */
function needToList(
  request: B2Request,
  body: { readonly bucketId?: string | undefined; readonly bucketName?: string | undefined },
): void {
  need(request, 'listBuckets');
  if (body.bucketId !== undefined && body.bucketName !== undefined)
    throw badRequest('only one of bucketId and bucketName may be given');
  if (request.key.bucketIds === null) return;
  const named = body.bucketName === undefined ? undefined : request.vault.bucketByName(body.bucketName);
  need(request, 'listBuckets', { bucketId: body.bucketId ?? named?.bucketId ?? 'not named' });
}
