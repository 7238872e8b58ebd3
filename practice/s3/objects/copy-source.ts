import type { VaultVersion } from '../../vault/vault-version.ts';
import { enterBucket } from '../enter-bucket.ts';
import type { S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';
import { headerText } from '../signature/signed-request.ts';
import { decodePath } from '../signature/uri-encoding.ts';
import { checkReadConditions } from './conditions.ts';
import { findObject } from './find-version.ts';

/** The version that `x-amz-copy-source` names (`/bucket/key?versionId=…`, percent-encoded), if it may be read. */
export function findCopySource(call: S3Call): VaultVersion {
  const header = headerText(call.headers, 'x-amz-copy-source');
  const [, path = '', versionId] = /^([^?]*)(?:\?versionId=(.+))?$/.exec(header) ?? [];
  const source = decodePath(path).replace(/^\//, '');
  const slash = source.indexOf('/');
  if (slash < 1 || slash === source.length - 1) {
    throw new S3Refusal(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    );
  }
  const name = source.slice(slash + 1);
  const bucket = enterBucket({ ...call, bucketName: source.slice(0, slash) }, ['readFiles'], name);
  const version = findObject(call, bucket, name, versionId === undefined ? undefined : decodePath(versionId));
  checkReadConditions(call.headers, version, 'x-amz-copy-source-');
  return version;
}
