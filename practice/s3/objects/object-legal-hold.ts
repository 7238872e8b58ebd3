import { enterBucket } from '../enter-bucket.ts';
import { readXmlBody } from '../read-xml-body.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { malformed, textOf } from '../xml/xml-reader.ts';
import { xmlDocument } from '../xml/xml-writer.ts';
import { findObject } from './find-version.ts';
import { requireLockBucket } from './require-lock-bucket.ts';

export function getObjectLegalHold(call: S3Call): S3Answer {
  const bucket = enterBucket(call, ['readFileLegalHolds'], call.name);
  requireLockBucket(bucket);
  const { legalHold } = findObject(call, bucket, call.name, call.query.get('versionId'));
  return { status: 200, body: xmlDocument('LegalHold', [['Status', legalHold ? 'ON' : 'OFF']]) };
}

export async function putObjectLegalHold(call: S3Call): Promise<S3Answer> {
  const bucket = enterBucket(call, ['writeFileLegalHolds'], call.name);
  requireLockBucket(bucket);
  const body = await readXmlBody(call, 'LegalHold');
  const status = body && textOf(body, 'Status');
  if (status !== 'ON' && status !== 'OFF') throw malformed();
  const version = findObject(call, bucket, call.name, call.query.get('versionId'));
  call.vault.updateLegalHold(version.fileId, status === 'ON');
  return { status: 200 };
}
