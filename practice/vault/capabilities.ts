/** What a key with all rights has: every capability that B2 documents. */
export const allCapabilities: readonly string[] = [
  'listKeys',
  'writeKeys',
  'deleteKeys',
  'listAllBucketNames',
  'listBuckets',
  'readBuckets',
  'writeBuckets',
  'deleteBuckets',
  'readBucketRetentions',
  'writeBucketRetentions',
  'readBucketEncryption',
  'writeBucketEncryption',
  'readBucketReplications',
  'writeBucketReplications',
  'readBucketNotifications',
  'writeBucketNotifications',
  'listFiles',
  'readFiles',
  'shareFiles',
  'writeFiles',
  'deleteFiles',
  'readFileLegalHolds',
  'writeFileLegalHolds',
  'readFileRetentions',
  'writeFileRetentions',
  'bypassGovernance',
];

/** Seen on keys that B2's web page makes, though not documented: a key may be given them. */
const undocumentedCapabilities: readonly string[] = [
  'readBucketLogging',
  'writeBucketLogging',
  'readBucketLifecycleRules',
  'writeBucketLifecycleRules',
];

export function isCapability(name: string): boolean {
  return allCapabilities.includes(name) || undocumentedCapabilities.includes(name);
}
