import { z } from 'zod';
import type { ByteRange } from '../../../core/model/object.ts';
import { maxUploadBytes } from '../../vault/upload-rules.ts';
import type { ReceivedContent } from '../../vault/received-content.ts';
import type { VaultVersion } from '../../vault/vault-version.ts';
import { b2Call } from '../b2-call.ts';
import { B2Refusal, badRequest } from '../b2-refusal.ts';
import { enterBucket, need, type B2Request } from '../b2-request.ts';
import { byteRange, fileInfo, fileRetention, legalHold, optional, serverSideEncryption } from '../fields.ts';
import { fileJson } from '../file-json.ts';
import { checkFileName } from '../file-name.ts';
import { uploadSettings } from '../upload-settings.ts';
import { enterUpload } from './large-file-calls.ts';

/** The copy has the lock it is given here, or the bucket's default; never that of its source. */
export const copyFile = b2Call(
  z.strictObject({
    sourceFileId: z.string(),
    destinationBucketId: optional(z.string()),
    fileName: z.string(),
    range: optional(byteRange),
    metadataDirective: optional(z.enum(['COPY', 'REPLACE'])),
    contentType: optional(z.string()),
    fileInfo: optional(fileInfo),
    fileRetention: optional(fileRetention),
    legalHold: optional(legalHold),
    destinationServerSideEncryption: optional(serverSideEncryption),
    sourceServerSideEncryption: optional(serverSideEncryption),
  }),
  async (request, body) => {
    const source = enterSource(request, body.sourceFileId);
    const bucketId = body.destinationBucketId ?? source.bucketId;
    enterBucket(request, bucketId, 'writeFiles', body.fileName);
    checkFileName(body.fileName);
    const replaces = body.metadataDirective === 'REPLACE';
    if (!replaces && (body.contentType !== undefined || body.fileInfo !== undefined))
      throw badRequest('contentType and fileInfo need metadataDirective REPLACE');
    if (replaces && body.contentType === undefined)
      throw badRequest('metadataDirective REPLACE needs contentType');
    const settings = uploadSettings(request, body.fileName, {
      contentType: body.contentType ?? source.contentType,
      info: replaces ? body.fileInfo : source.info,
      retention: body.fileRetention,
      legalHold: body.legalHold,
      extra: replaces ? {} : source.extra,
    });
    request.vault.checkUpload(bucketId, body.fileName, settings);
    const content = await copyContent(request, source, body.range);
    return fileJson(request.vault.commitUpload(bucketId, body.fileName, content, settings), request);
  },
);

export const copyPart = b2Call(
  z.strictObject({
    sourceFileId: z.string(),
    largeFileId: z.string(),
    partNumber: z.int(),
    range: optional(byteRange),
    destinationServerSideEncryption: optional(serverSideEncryption),
    sourceServerSideEncryption: optional(serverSideEncryption),
  }),
  async (request, body) => {
    enterUpload(request, body.largeFileId);
    const source = enterSource(request, body.sourceFileId);
    const content = await copyContent(request, source, body.range ?? { start: 0, end: source.size });
    const part = request.vault.addPart(body.largeFileId, body.partNumber, content);
    return {
      contentLength: part.size,
      contentMd5: part.md5,
      contentSha1: part.sha1,
      fileId: body.largeFileId,
      partNumber: part.partNumber,
      uploadTimestamp: part.uploadedAt,
    };
  },
);

function enterSource(request: B2Request, fileId: string): VaultVersion {
  const source = request.vault.version(fileId);
  const isPublic = source !== undefined && request.vault.bucketById(source.bucketId)?.type === 'allPublic';
  if (!isPublic) need(request, 'readFiles', source ?? {});
  if (source?.action !== 'upload') throw new B2Refusal(404, 'not_found', `file not found: ${fileId}`);
  return source;
}

function copyContent(
  request: B2Request,
  source: VaultVersion,
  range: ByteRange | undefined,
): Promise<ReceivedContent> {
  if (range !== undefined && range.end > source.size)
    throw new B2Refusal(416, 'range_not_satisfiable', `the source has ${source.size} bytes`);
  const size = range === undefined ? source.size : range.end - range.start;
  if (size > maxUploadBytes)
    throw new B2Refusal(400, 'source_too_large', `Copy source too big: ${source.size}`);
  return request.vault.copyContent(source, range);
}
