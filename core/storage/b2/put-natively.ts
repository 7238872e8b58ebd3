import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { PutRequest, PutResult } from '../object-store.ts';
import { isLoopback } from '../provider-time.ts';
import { b2File, uploadTarget } from './b2-answers.ts';
import type { B2Control } from './b2-control.ts';
import type { B2Question } from './b2-errors.ts';

/**
 * One PUT by the native API, for a master key, which B2's S3 API does not take. Two calls and a copy of the body, so it is
 * for canaries only.
 */
export async function putNatively(
  control: B2Control,
  bucketId: string,
  request: PutRequest,
  needs: NonNullable<B2Question['needs']>,
): Promise<PutResult> {
  const question = { operation: 'put', name: request.name, needs } as const;
  const target = await control.call(uploadTarget, question, (b2, axios) =>
    b2.getUploadUrl({ bucketId, ...axios }),
  );
  if (!target.uploadUrl.startsWith('https:') && !isLoopback(target.uploadUrl))
    throw new HoldfastError('provider-answer-invalid', {
      expected: 'the B2 service',
      reason: 'it names an unencrypted address to upload to',
    });
  const lock =
    request.lockUntil === undefined
      ? {}
      : {
          'X-Bz-File-Retention-Mode': 'compliance',
          'X-Bz-File-Retention-Retain-Until-Timestamp': `${request.lockUntil}`,
        };
  const stored = await control.call(b2File, question, (b2, axios) =>
    b2.uploadFile({
      uploadUrl: target.uploadUrl,
      uploadAuthToken: target.authorizationToken,
      fileName: request.name,
      data: Buffer.from(request.body),
      mime: 'application/octet-stream',
      ...axios,
      axiosOverride: { headers: lock },
    }),
  );
  if (stored.fileId === null)
    throw new HoldfastError('provider-answer-invalid', { expected: 'the B2 service', reason: 'no file id' });
  return { versionId: stored.fileId, providerTime: stored.uploadTimestamp };
}
