import { z } from 'zod';
import type { VaultVersion } from '../../vault/vault-version.ts';
import { b2Call } from '../b2-call.ts';
import { badRequest } from '../b2-refusal.ts';
import { enterBucket, need, type B2Request } from '../b2-request.ts';
import { fileInfo, fileRetention, legalHold, optional, serverSideEncryption } from '../fields.ts';
import { fileJson } from '../file-json.ts';
import { checkFileName } from '../file-name.ts';
import { uploadSettings } from '../upload-settings.ts';

export const startLargeFile = b2Call(
  z.strictObject({
    bucketId: z.string(),
    fileName: z.string(),
    contentType: z.string(),
    fileInfo: optional(fileInfo),
    fileRetention: optional(fileRetention),
    legalHold: optional(legalHold),
    serverSideEncryption: optional(serverSideEncryption),
  }),
  (request, body) => {
    enterBucket(request, body.bucketId, 'writeFiles', body.fileName);
    checkFileName(body.fileName);
    const settings = uploadSettings(request, body.fileName, {
      contentType: body.contentType,
      info: body.fileInfo,
      retention: body.fileRetention,
      legalHold: body.legalHold,
    });
    return fileJson(request.vault.startLarge(body.bucketId, body.fileName, settings), request);
  },
);

export const finishLargeFile = b2Call(
  z.strictObject({ fileId: z.string(), partSha1Array: z.array(z.string()) }),
  (request, body) => {
    enterUpload(request, body.fileId);
    const { parts } = request.vault.listParts(body.fileId, { max: 10_000 });
    if (parts.length > body.partSha1Array.length)
      throw badRequest(`partSha1Array names ${body.partSha1Array.length} of ${parts.length} parts`);
    const finished = request.vault.finishLarge(body.fileId, {
      parts: body.partSha1Array.map((sha1, i) => ({ partNumber: i + 1, sha1 })),
      minParts: 2,
    });
    return fileJson(finished, request);
  },
);

export const cancelLargeFile = b2Call(z.strictObject({ fileId: z.string() }), (request, body) => {
  enterUpload(request, body.fileId);
  const { bucketId, fileId, name } = request.vault.cancelLarge(body.fileId);
  return { accountId: request.vault.accountId, bucketId, fileId, fileName: name };
});

export const listParts = b2Call(
  z.strictObject({
    fileId: z.string(),
    startPartNumber: optional(z.int().min(0).max(10_000)),
    maxPartCount: optional(z.int().min(1).max(10_000)),
  }),
  (request, body) => {
    enterUpload(request, body.fileId);
    const { parts, nextPart } = request.vault.listParts(body.fileId, {
      startPart: body.startPartNumber ?? 1,
      max: body.maxPartCount ?? 100,
    });
    return {
      parts: parts.map((part) => ({
        contentLength: part.size,
        contentMd5: part.md5,
        contentSha1: part.sha1,
        fileId: body.fileId,
        partNumber: part.partNumber,
        uploadTimestamp: part.uploadedAt,
      })),
      nextPartNumber: nextPart,
    };
  },
);

/** The unfinished large file of a call. @throws unauthorized, bad_request */
export function enterUpload(request: B2Request, fileId: string): VaultVersion {
  need(request, 'writeFiles');
  const version = request.vault.version(fileId);
  if (version?.action !== 'start') throw badRequest(`No active upload for: ${fileId}`);
  need(request, 'writeFiles', version);
  return version;
}
