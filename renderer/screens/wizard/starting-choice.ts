import type { StorageChoice } from '../../../core/contract/setup.ts';

/** Bucket names are the provider's whole world's, so a free one is likely only with something random in it. */
function newBucketName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(5));
  return `holdfast-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

export function startingChoice(kind: StorageChoice['kind']): StorageChoice {
  if (kind === 'practice') return { kind };
  const bucket = newBucketName();
  return kind === 'b2'
    ? { kind, endpoint: null, bucket, prefix: '', key: 'set-up' }
    : { kind, endpoint: 'https://s3.amazonaws.com', region: '', bucket, prefix: '', key: 'storage' };
}
