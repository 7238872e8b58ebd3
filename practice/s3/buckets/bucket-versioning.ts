import { enterBucket } from '../enter-bucket.ts';
import { readXmlBody } from '../read-xml-body.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';
import { malformed, textOf } from '../xml/xml-reader.ts';
import { xmlDocument } from '../xml/xml-writer.ts';

/** Every bucket keeps all versions, always. */
export function getBucketVersioning(call: S3Call): S3Answer {
  enterBucket(call, ['readBuckets']);
  return { status: 200, body: xmlDocument('VersioningConfiguration', [['Status', 'Enabled']]) };
}

export async function putBucketVersioning(call: S3Call): Promise<S3Answer> {
  enterBucket(call, ['writeBuckets']);
  const body = await readXmlBody(call, 'VersioningConfiguration');
  const status = body && textOf(body, 'Status');
  if (status === 'Enabled') return { status: 200 };
  if (status === 'Suspended') {
    throw new S3Refusal('InvalidRequest', 'Versioning is always enabled and cannot be suspended');
  }
  throw malformed();
}
