import { z } from 'zod';
import { b2Call } from '../b2-call.ts';
import { B2Refusal } from '../b2-refusal.ts';
import { enterBucket, enterVersion, need } from '../b2-request.ts';
import { optional } from '../fields.ts';
import { fileJson } from '../file-json.ts';

export const hideFile = b2Call(
  z.strictObject({ bucketId: z.string(), fileName: z.string() }),
  (request, body) => {
    enterBucket(request, body.bucketId, 'writeFiles', body.fileName);
    return fileJson(request.vault.hide(body.bucketId, body.fileName), request);
  },
);

/** On an unfinished large file: cancels it. */
export const deleteFileVersion = b2Call(
  z.strictObject({
    fileName: z.string(),
    fileId: z.string(),
    bypassGovernance: optional(z.boolean()),
  }),
  (request, body) => {
    need(request, 'deleteFiles');
    const { fileId, name } = enterVersion(request, body.fileId, body.fileName);
    request.vault.deleteVersion(fileId, { bypass: body.bypassGovernance ?? false, key: request.key });
    return { fileId, fileName: name };
  },
);

export const getFileInfo = b2Call(z.strictObject({ fileId: z.string() }), (request, body) => {
  need(request, 'readFiles');
  const version = request.vault.version(body.fileId);
  if (version === undefined) throw new B2Refusal(404, 'not_found', `file not found: ${body.fileId}`);
  need(request, 'readFiles', version);
  return fileJson(version, request);
});

const maxDownloadSeconds = 604_800;

export const getDownloadAuthorization = b2Call(
  z.strictObject({
    bucketId: z.string(),
    fileNamePrefix: z.string(),
    validDurationInSeconds: z.int().min(1).max(maxDownloadSeconds),
    // Taken, not enforced: they only bind what a link may ask of the answer's headers.
    b2ContentDisposition: optional(z.string()),
    b2ContentLanguage: optional(z.string()),
    b2Expires: optional(z.string()),
    b2CacheControl: optional(z.string()),
    b2ContentEncoding: optional(z.string()),
    b2ContentType: optional(z.string()),
  }),
  (request, body) => {
    const { bucketId, fileNamePrefix } = body;
    enterBucket(request, bucketId, 'shareFiles', fileNamePrefix);
    const subject = `${bucketId}/${fileNamePrefix}`;
    const validMs = body.validDurationInSeconds * 1000;
    return {
      bucketId,
      fileNamePrefix,
      authorizationToken: request.tokens.issue('download', request.key, subject, validMs),
    };
  },
);
