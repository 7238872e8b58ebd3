import type { BucketType } from '../../vault/vault-bucket.ts';
import { enterBucket } from '../enter-bucket.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';
import { headerText } from '../signature/signed-request.ts';
import type { XmlNode } from '../xml/xml-writer.ts';
import { xmlDocument } from '../xml/xml-writer.ts';

/** B2 knows two canned lists, and they are the bucket's type. */
export function bucketTypeOf(cannedAcl: string): BucketType {
  if (cannedAcl === '' || cannedAcl === 'private') return 'allPrivate';
  if (cannedAcl === 'public-read') return 'allPublic';
  throw new S3Refusal('InvalidArgument', `Unsupported value for canned acl '${cannedAcl}'`);
}

export function getBucketAcl(call: S3Call): S3Answer {
  const bucket = enterBucket(call, ['readBuckets']);
  return aclAnswer(call.vault.accountId, bucket.type);
}

/** Objects have no lists of their own: the bucket's is theirs. */
export function getObjectAcl(call: S3Call): S3Answer {
  const bucket = enterBucket(call, ['readFiles'], call.name);
  return aclAnswer(call.vault.accountId, bucket.type);
}

export function putBucketAcl(call: S3Call): S3Answer {
  const bucket = enterBucket(call, ['writeBuckets']);
  const canned = headerText(call.headers, 'x-amz-acl');
  if (canned === '') throw new S3Refusal('NotImplemented', 'Only canned lists (x-amz-acl) are supported');
  call.vault.updateBucket(bucket.bucketId, { type: bucketTypeOf(canned) });
  return { status: 200 };
}

const schema = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

function aclAnswer(accountId: string, type: BucketType): S3Answer {
  const owner: readonly XmlNode[] = [
    ['ID', accountId],
    ['DisplayName', accountId],
  ];
  const grants: XmlNode[] = [grant([`Grantee ${schema} xsi:type="CanonicalUser"`, owner], 'FULL_CONTROL')];
  if (type === 'allPublic') {
    const everybody = [['URI', 'http://acs.amazonaws.com/groups/global/AllUsers']] as const;
    grants.push(grant([`Grantee ${schema} xsi:type="Group"`, everybody], 'READ'));
  }
  return {
    status: 200,
    body: xmlDocument('AccessControlPolicy', [
      ['Owner', owner],
      ['AccessControlList', grants],
    ]),
  };
}

function grant(grantee: XmlNode, permission: string): XmlNode {
  return ['Grant', [grantee, ['Permission', permission]]];
}
