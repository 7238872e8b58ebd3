import type { DefaultRetention } from '../../vault/vault-bucket.ts';
import { enterBucket } from '../enter-bucket.ts';
import { modeAsS3, readMode } from '../lock-mode.ts';
import { readXmlBody } from '../read-xml-body.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';
import { headerText } from '../signature/signed-request.ts';
import type { XmlElement } from '../xml/xml-reader.ts';
import { childOf, malformed, textOf } from '../xml/xml-reader.ts';
import type { XmlNode } from '../xml/xml-writer.ts';
import { xmlDocument } from '../xml/xml-writer.ts';

export function getObjectLockConfiguration(call: S3Call): S3Answer {
  const bucket = enterBucket(call, ['readBucketRetentions']);
  if (!bucket.lockEnabled) throw new S3Refusal('ObjectLockConfigurationNotFoundError');
  const children: XmlNode[] = [['ObjectLockEnabled', 'Enabled']];
  if (bucket.defaultRetention !== null) {
    const { mode, period } = bucket.defaultRetention;
    const retention: readonly XmlNode[] = [
      ['Mode', modeAsS3(mode)],
      [period.unit === 'days' ? 'Days' : 'Years', period.duration],
    ];
    children.push(['Rule', [['DefaultRetention', retention]]]);
  }
  return { status: 200, body: xmlDocument('ObjectLockConfiguration', children) };
}

/**
 * Sets or (without a rule) clears the default retention. A bucket that was made without lock gets it only if
 * the request carries a token, as B2 wants it.
 */
export async function putObjectLockConfiguration(call: S3Call): Promise<S3Answer> {
  const bucket = enterBucket(call, ['writeBucketRetentions']);
  const body = await readXmlBody(call, 'ObjectLockConfiguration');
  if (body === undefined || textOf(body, 'ObjectLockEnabled') !== 'Enabled') throw malformed();
  const defaultRetention = readRule(body);
  if (!bucket.lockEnabled && headerText(call.headers, 'x-amz-bucket-object-lock-token') === '') {
    throw new S3Refusal('InvalidRequest', 'Object Lock configuration cannot be enabled on existing buckets');
  }
  call.vault.updateBucket(bucket.bucketId, { lockEnabled: true, defaultRetention });
  return { status: 200 };
}

function readRule(body: XmlElement): DefaultRetention | null {
  const rule = childOf(body, 'Rule');
  if (rule === undefined) return null;
  const retention = childOf(rule, 'DefaultRetention');
  const mode = retention && readMode(textOf(retention, 'Mode'));
  const days = retention && textOf(retention, 'Days');
  const years = retention && textOf(retention, 'Years');
  const duration = days ?? years;
  if (mode === undefined || duration === undefined || (days !== undefined && years !== undefined)) {
    throw malformed();
  }
  if (!/^[1-9]\d{0,5}$/.test(duration)) {
    throw new S3Refusal('InvalidArgument', 'Default retention period must be a positive integer value.');
  }
  return { mode, period: { duration: Number(duration), unit: days === undefined ? 'years' : 'days' } };
}
