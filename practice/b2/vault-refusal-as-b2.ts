import type { RefusalReason, VaultRefusal } from '../vault/vault-refusal.ts';
import { B2Refusal } from './b2-refusal.ts';

/**
 * B2's status and code for each reason of the engine, as its clients were seen to meet them. Two are a trap:
 * deleting what is locked is a 401 with a code that is not about tokens, shortening it is a 403.
 */
const table: Readonly<Record<RefusalReason, readonly [status: number, code: string]>> = {
  'no-such-bucket': [400, 'bad_bucket_id'],
  'bucket-name-invalid': [400, 'bad_request'],
  'bucket-name-taken': [400, 'duplicate_bucket_name'],
  'bucket-not-empty': [400, 'cannot_delete_non_empty_bucket'],
  'bucket-changed': [409, 'conflict'],
  'too-many-buckets': [400, 'too_many_buckets'],
  'rule-invalid': [400, 'bad_request'],
  'name-invalid': [400, 'bad_request'],
  'metadata-too-large': [400, 'bad_request'],
  'no-such-name': [400, 'no_such_file'],
  'no-such-version': [400, 'file_not_present'],
  'already-hidden': [400, 'already_hidden'],
  'is-marker': [400, 'bad_request'],
  'range-not-satisfiable': [416, 'range_not_satisfiable'],
  'content-too-large': [400, 'bad_request'],
  'no-such-upload': [400, 'bad_request'],
  'part-number-invalid': [400, 'bad_request'],
  'part-missing': [400, 'missing_part'],
  'part-order-invalid': [400, 'bad_request'],
  'part-mismatch': [400, 'part_sha1_mismatch'],
  'part-too-small': [400, 'bad_request'],
  'too-few-parts': [400, 'bad_request'],
  'no-such-key': [400, 'bad_request'],
  'key-invalid': [400, 'bad_request'],
  unauthorized: [401, 'unauthorized'],
  'lock-not-enabled': [400, 'bucket_missing_file_lock'],
  'lock-cannot-be-disabled': [400, 'file_lock_conflict'],
  'retention-invalid': [400, 'bad_request'],
  'retain-in-past': [400, 'retain_until_timestamp_must_be_in_future'],
  'retain-too-far': [400, 'bad_request'],
  locked: [401, 'access_denied'],
  'retention-protected': [403, 'access_denied'],
};

export function asB2(refusal: VaultRefusal): B2Refusal {
  const [status, code] = table[refusal.reason];
  return new B2Refusal(status, code, refusal.message);
}
