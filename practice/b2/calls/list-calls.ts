import { z } from 'zod';
import { b2Call } from '../b2-call.ts';
import { badRequest } from '../b2-refusal.ts';
import { enterBucket } from '../b2-request.ts';
import { optional } from '../fields.ts';
import { entryJson, fileJson } from '../file-json.ts';

const list = {
  bucketId: z.string(),
  startFileName: optional(z.string()),
  /** 0 means the default. */
  maxFileCount: optional(z.int().min(0).max(10_000)),
  prefix: optional(z.string()),
  delimiter: optional(z.string()),
};

/** A key with a prefix must ask for names that start with it. */
export const listFileNames = b2Call(z.strictObject(list), (request, body) => {
  enterBucket(request, body.bucketId, 'listFiles', body.prefix ?? '');
  const page = request.vault.listNames(body.bucketId, {
    prefix: body.prefix ?? '',
    delimiter: body.delimiter,
    from: { name: body.startFileName ?? '' },
    max: body.maxFileCount || 100,
  });
  return {
    files: page.entries.map((entry) => entryJson(entry, request, body.bucketId)),
    nextFileName: page.next?.name ?? null,
  };
});

export const listFileVersions = b2Call(
  z.strictObject({ ...list, startFileId: optional(z.string()) }),
  (request, body) => {
    enterBucket(request, body.bucketId, 'listFiles', body.prefix ?? '');
    if (body.startFileId !== undefined && !body.startFileName)
      throw badRequest('startFileId needs startFileName');
    const page = request.vault.listVersions(body.bucketId, {
      prefix: body.prefix ?? '',
      delimiter: body.delimiter,
      from: { name: body.startFileName ?? '', fileId: body.startFileId },
      max: body.maxFileCount || 100,
      unfinished: 'also',
    });
    return {
      files: page.entries.map((entry) => entryJson(entry, request, body.bucketId)),
      nextFileName: page.next?.name ?? null,
      nextFileId: page.next?.fileId ?? null,
    };
  },
);

export const listUnfinishedLargeFiles = b2Call(
  z.strictObject({
    bucketId: z.string(),
    namePrefix: optional(z.string()),
    startFileId: optional(z.string()),
    maxFileCount: optional(z.int().min(1).max(100)),
  }),
  (request, body) => {
    enterBucket(request, body.bucketId, 'listFiles', body.namePrefix ?? '');
    const from = body.startFileId === undefined ? undefined : request.vault.version(body.startFileId);
    const page = request.vault.listVersions(body.bucketId, {
      prefix: body.namePrefix ?? '',
      ...(from === undefined ? {} : { from: { name: from.name, fileId: from.fileId } }),
      max: body.maxFileCount ?? 100,
      unfinished: 'only',
    });
    const files = page.entries.flatMap((entry) => (entry.kind === 'version' ? [entry.version] : []));
    return { files: files.map((file) => fileJson(file, request)), nextFileId: page.next?.fileId ?? null };
  },
);
