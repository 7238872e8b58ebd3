import { DeleteObjectsCommand, type S3Client } from '@aws-sdk/client-s3';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ObjectVersion } from '../../model/object.ts';
import { maxDeletions, type RefusedDeletion } from '../object-store.ts';
import { refusalError, type S3Question } from './s3-errors.ts';

/** What a single deletion would have answered with; a batch gives codes alone. */
const statusOf: Readonly<Record<string, number>> = {
  InternalError: 500,
  NoSuchKey: 404,
  NoSuchVersion: 404,
  ServiceUnavailable: 503,
  SlowDown: 503,
};
const usualStatus = 403;

/** DeleteObjects of up to 1,000 versions. Whole refusals are thrown as the SDK gives them. */
export async function deleteS3Versions(
  client: S3Client,
  question: S3Question,
  versions: readonly ObjectVersion[],
): Promise<readonly RefusedDeletion[]> {
  if (versions.length === 0) return [];
  if (versions.length > maxDeletions)
    throw new HoldfastError('bug', { reason: `${versions.length} deletions in one call` });
  const answer = await client.send(
    new DeleteObjectsCommand({
      Bucket: question.bucket,
      Delete: {
        Objects: versions.map(({ name, versionId }) => ({ Key: name, VersionId: versionId })),
        Quiet: true,
      },
    }),
  );
  const refused: RefusedDeletion[] = [];
  for (const { Key: name, VersionId: versionId, Code: code = '', Message: message = '' } of answer.Errors ??
    []) {
    const version = versions.find((asked) => asked.name === name && asked.versionId === versionId);
    if (version === undefined)
      throw new HoldfastError('provider-answer-invalid', {
        endpoint: question.endpoint,
        expected: 'an S3 service',
        reason: 'an answer about another version than asked',
      });
    const error = refusalError(
      {
        code,
        message: message.slice(0, 300),
        status: statusOf[code] ?? usualStatus,
        requestId: answer.$metadata.requestId,
        retryAfterSeconds: undefined,
      },
      { ...question, name: version.name },
    );
    if (error.code !== 'object-missing') refused.push({ version, error });
  }
  return refused;
}
