import { isLoopback } from '../provider-time.ts';
import type { S3Place } from '../s3/s3-client.ts';

/** B2's S3 address carries its region: https://s3.us-west-004.backblazeb2.com. */
export function s3PlaceOf(s3ApiUrl: string): S3Place {
  const region = /^s3\.([a-z0-9-]+)\./.exec(new URL(s3ApiUrl).hostname)?.[1];
  return { endpoint: s3ApiUrl, region: region ?? (isLoopback(s3ApiUrl) ? 'practice' : 'us-east-1') };
}
