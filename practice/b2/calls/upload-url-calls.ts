import { z } from 'zod';
import { b2Call } from '../b2-call.ts';
import { enterBucket } from '../b2-request.ts';
import { enterUpload } from './large-file-calls.ts';

export const getUploadUrl = b2Call(z.strictObject({ bucketId: z.string() }), (request, { bucketId }) => {
  enterBucket(request, bucketId, 'writeFiles');
  const path = `b2_upload_file/${bucketId}/${request.uploadUrls.next()}`;
  return {
    bucketId,
    uploadUrl: `${request.origin()}/b2api/v${request.apiVersion}/${path}`,
    authorizationToken: request.tokens.issue('upload', request.key, path),
  };
});

export const getUploadPartUrl = b2Call(z.strictObject({ fileId: z.string() }), (request, { fileId }) => {
  enterUpload(request, fileId);
  const path = `b2_upload_part/${fileId}/${request.uploadUrls.next()}`;
  return {
    fileId,
    uploadUrl: `${request.origin()}/b2api/v${request.apiVersion}/${path}`,
    authorizationToken: request.tokens.issue('part', request.key, path),
  };
});
