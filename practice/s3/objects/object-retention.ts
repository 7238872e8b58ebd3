import type { Retention } from '../../vault/vault-version.ts';
import { enterBucket } from '../enter-bucket.ts';
import { modeAsS3, readIsoDate, readMode } from '../lock-mode.ts';
import { readXmlBody } from '../read-xml-body.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';
import type { XmlElement } from '../xml/xml-reader.ts';
import { malformed, textOf } from '../xml/xml-reader.ts';
import { xmlDocument } from '../xml/xml-writer.ts';
import { findObject } from './find-version.ts';
import { readBypass } from './lock-headers.ts';
import { requireLockBucket } from './require-lock-bucket.ts';

export function getObjectRetention(call: S3Call): S3Answer {
  const bucket = enterBucket(call, ['readFileRetentions'], call.name);
  requireLockBucket(bucket);
  const { retention } = findObject(call, bucket, call.name, call.query.get('versionId'));
  if (retention === null) throw new S3Refusal('NoSuchObjectLockConfiguration');
  return {
    status: 200,
    body: xmlDocument('Retention', [
      ['Mode', modeAsS3(retention.mode)],
      ['RetainUntilDate', new Date(retention.until).toISOString()],
    ]),
  };
}

export async function putObjectRetention(call: S3Call): Promise<S3Answer> {
  const { vault, key, headers } = call;
  const bucket = enterBucket(call, ['writeFileRetentions'], call.name);
  requireLockBucket(bucket);
  const bypass = readBypass(headers, key);
  const body = await readXmlBody(call, 'Retention');
  if (body === undefined) throw malformed();
  const retention = readRetention(body);
  const version = findObject(call, bucket, call.name, call.query.get('versionId'));
  vault.updateRetention(version.fileId, retention, { bypass, key });
  return { status: 200 };
}

/** An empty element clears, which takes the bypass of governance. */
function readRetention(body: XmlElement): Retention | null {
  const modeText = textOf(body, 'Mode');
  const dateText = textOf(body, 'RetainUntilDate');
  if (modeText === undefined && dateText === undefined) return null;
  const mode = readMode(modeText);
  const until = readIsoDate(dateText);
  if (mode === undefined || until === undefined) throw malformed();
  return { mode, until };
}
