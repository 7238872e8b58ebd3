import type { VaultBucket } from '../../vault/vault-bucket.ts';
import { VaultRefusal } from '../../vault/vault-refusal.ts';
import { enterBucket, requireName } from '../enter-bucket.ts';
import { readPayloadClaims } from '../payload/payload-claims.ts';
import { readXmlBody } from '../read-xml-body.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';
import { vaultRefusalAsS3 } from '../vault-refusal-as-s3.ts';
import type { XmlElement } from '../xml/xml-reader.ts';
import { childOf, childrenOf, malformed, textOf } from '../xml/xml-reader.ts';
import type { XmlNode } from '../xml/xml-writer.ts';
import { xmlDocument } from '../xml/xml-writer.ts';
import { deleteOne } from './delete-object.ts';
import { readBypass } from './lock-headers.ts';

const maxObjects = 1000;

/** Many deletions in one request; each succeeds or fails by itself. */
export async function deleteObjects(call: S3Call): Promise<S3Answer> {
  const bucket = enterBucket(call, ['deleteFiles']);
  const bypass = readBypass(call.headers, call.key);
  const claims = readPayloadClaims(call.headers, call.signature.payloadHash);
  if (claims.contentMd5 === undefined && claims.checksum === undefined) {
    throw new S3Refusal('InvalidRequest', 'Missing required header for this request: Content-MD5');
  }
  const body = await readXmlBody(call, 'Delete');
  const objects = body === undefined ? [] : childrenOf(body, 'Object');
  if (body === undefined || objects.length === 0 || objects.length > maxObjects) throw malformed();
  const quiet = textOf(body, 'Quiet') === 'true';
  const results = objects.map((object) => deleteListed(call, bucket, object, bypass));
  return {
    status: 200,
    body: xmlDocument('DeleteResult', quiet ? results.filter(([name]) => name === 'Error') : results),
  };
}

function deleteListed(call: S3Call, bucket: VaultBucket, object: XmlElement, bypass: boolean): XmlNode {
  const name = childOf(object, 'Key')?.text ?? '';
  const versionId = textOf(object, 'VersionId') || undefined;
  if (name === '') throw malformed();
  const asked: readonly XmlNode[] = [
    ['Key', name],
    ['VersionId', versionId],
  ];
  try {
    requireName(call.key, name);
    const deleted = deleteOne(call, bucket, name, versionId, bypass);
    if (!deleted.marker) return ['Deleted', asked];
    return ['Deleted', [...asked, ['DeleteMarker', true], ['DeleteMarkerVersionId', deleted.versionId]]];
  } catch (error) {
    const refusal = error instanceof VaultRefusal ? vaultRefusalAsS3(error) : error;
    if (!(refusal instanceof S3Refusal)) throw error;
    return ['Error', [...asked, ['Code', refusal.code], ['Message', refusal.message]]];
  }
}
