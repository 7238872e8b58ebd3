import { z } from 'zod';

/*
 * The parts of B2's answers (API v2) that Holdfast uses. What else is in them is dropped; what is missing makes the
 * answer invalid.
 */

const restriction = z.string().nullable().optional();

export const authorization = z.object({
  accountId: z.string(),
  authorizationToken: z.string(),
  apiUrl: z.url(),
  s3ApiUrl: z.url(),
  applicationKeyExpirationTimestamp: z.number().nullable().optional(),
  allowed: z.object({
    capabilities: z.array(z.string()),
    bucketId: restriction,
    bucketName: restriction,
    namePrefix: restriction,
  }),
});
export type Authorization = z.infer<typeof authorization>;

const readable = <T extends z.ZodType>(
  value: T,
): z.ZodObject<{ isClientAuthorizedToRead: z.ZodBoolean; value: z.ZodNullable<T> }> =>
  z.object({ isClientAuthorizedToRead: z.boolean(), value: z.nullable(value) });

export const lifecycleRule = z.object({
  fileNamePrefix: z.string(),
  daysFromHidingToDeleting: z.number().nullable().optional(),
  daysFromUploadingToHiding: z.number().nullable().optional(),
  daysFromStartingToCancelingUnfinishedLargeFiles: z.number().nullable().optional(),
});
export type LifecycleRule = z.infer<typeof lifecycleRule>;

const lockConfiguration = z.object({
  isFileLockEnabled: z.boolean(),
  defaultRetention: z
    .object({
      mode: z.string().nullable().optional(),
      period: z.object({ duration: z.number(), unit: z.string() }).nullable().optional(),
    })
    .nullable()
    .optional(),
});

export const b2Bucket = z.object({
  bucketId: z.string(),
  bucketName: z.string(),
  bucketType: z.string(),
  fileLockConfiguration: readable(lockConfiguration).optional(),
  lifecycleRules: z.array(lifecycleRule).default([]),
  revision: z.number().optional(),
});
export type B2Bucket = z.infer<typeof b2Bucket>;

export const bucketList = z.object({ buckets: z.array(b2Bucket) });

const retention = z.object({
  mode: z.enum(['compliance', 'governance']).nullable(),
  retainUntilTimestamp: z.number().nullable(),
});

/** Hide markers have neither `fileRetention` nor `legalHold`. */
export const b2File = z.object({
  action: z.string(),
  contentLength: z.number(),
  fileId: z.string().nullable(),
  fileName: z.string(),
  uploadTimestamp: z.number(),
  fileRetention: readable(retention).nullable().optional(),
  legalHold: readable(z.enum(['on', 'off']))
    .nullable()
    .optional(),
});
export type B2File = z.infer<typeof b2File>;

export const versionPage = z.object({
  files: z.array(b2File),
  nextFileName: z.string().nullable(),
  nextFileId: z.string().nullable(),
});

export const createdKey = z.object({ applicationKeyId: z.string(), applicationKey: z.string() });

export const uploadTarget = z.object({ uploadUrl: z.url(), authorizationToken: z.string() });

/** For calls of which only the success counts. */
export const anything = z.unknown();
