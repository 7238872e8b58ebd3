import type { IncomingHttpHeaders } from 'node:http';
import { S3Refusal } from '../s3-refusal.ts';
import { headerText } from '../signature/signed-request.ts';

const unsupported =
  /^x-amz-(?:tagging|website-redirect-location|server-side-encryption-(?:customer-.*|aws-kms-key-id|context))$/;

/** Refuses uploads that ask for what B2 does not do, in its words, rather than forget a part of them. */
export function refuseUnsupportedHeaders(headers: IncomingHttpHeaders): void {
  const found = Object.keys(headers).find((name) => unsupported.test(name));
  if (found !== undefined) {
    throw new S3Refusal('InvalidArgument', `Unsupported header '${found}' received for this API call.`);
  }
  const encryption = headerText(headers, 'x-amz-server-side-encryption');
  if (encryption !== '' && encryption !== 'AES256') {
    throw new S3Refusal('InvalidArgument', `Unsupported server side encryption '${encryption}'`);
  }
}
