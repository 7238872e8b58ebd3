import { enterBucket } from '../enter-bucket.ts';
import { readXmlBody } from '../read-xml-body.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';
import { malformed } from '../xml/xml-reader.ts';
import { xmlDocument } from '../xml/xml-writer.ts';
import { rulesAsXml, rulesFromXml } from './lifecycle-rules.ts';

/** The narrower capabilities exist in B2's web console; which of the two B2 asks for is not documented. */
const mayRead = ['readBuckets', 'readBucketLifecycleRules'];
const mayWrite = ['writeBuckets', 'writeBucketLifecycleRules'];

export function getBucketLifecycle(call: S3Call): S3Answer {
  const bucket = enterBucket(call, mayRead);
  if (bucket.lifecycleRules.length === 0) throw new S3Refusal('NoSuchLifecycleConfiguration');
  return { status: 200, body: xmlDocument('LifecycleConfiguration', rulesAsXml(bucket.lifecycleRules)) };
}

export async function putBucketLifecycle(call: S3Call): Promise<S3Answer> {
  const bucket = enterBucket(call, mayWrite);
  const body = await readXmlBody(call, 'LifecycleConfiguration');
  if (body === undefined) throw malformed();
  call.vault.updateBucket(bucket.bucketId, { lifecycleRules: rulesFromXml(body) });
  return { status: 200 };
}

export function deleteBucketLifecycle(call: S3Call): S3Answer {
  const bucket = enterBucket(call, mayWrite);
  call.vault.updateBucket(bucket.bucketId, { lifecycleRules: [] });
  return { status: 204 };
}
