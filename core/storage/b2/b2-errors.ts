import type { ErrorDetails } from '../../errors/details.ts';
import { HoldfastError, type Retry } from '../../errors/holdfast-error.ts';
import type { ErrorCode } from '../../errors/words.ts';
import { operationWords, type StoreOperation } from '../operation.ts';

export type B2Question = {
  readonly operation: StoreOperation | undefined;
  readonly endpoint: string;
  readonly bucket?: string | undefined;
  readonly name?: string | undefined;
  /** The capability whose lack would explain a refusal, and whether the key has it. */
  readonly needs?: { readonly capability: string; readonly held: boolean } | undefined;
};

/** The parts of an axios error that may be kept: the rest holds the Authorization header. */
type Failure = {
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly message: string;
  readonly retryAfterSeconds: number | undefined;
  readonly isJson: boolean;
  readonly networkCode: string | undefined;
  /** B2 documents none; what stands between may give one. */
  readonly requestId: string | undefined;
};

const missing = new Set(['file_not_present', 'no_such_file', 'not_found', 'invalid_file_id']);

/** B2's word that only a new authorisation helps. Every other 401 is a refusal: rclone burns its retries on those. */
export function isStaleToken(error: unknown): boolean {
  const { status, code } = readFailure(error);
  return status === 401 && (code === 'expired_auth_token' || code === 'bad_auth_token');
}

/** What is no id of B2 at all is named by no error code of its own. */
const isNoFileId = (code: string, message: string): boolean =>
  code === 'bad_request' && /^(bad|invalid) file ?id/i.test(message);

export function toB2Error(error: unknown, question: B2Question): HoldfastError {
  if (error instanceof HoldfastError) return error;
  const failure = readFailure(error);
  const { status, code = '', message, retryAfterSeconds } = failure;
  const details: ErrorDetails = {
    endpoint: question.endpoint,
    bucket: question.bucket,
    name: question.name,
    operation: question.operation === undefined ? 'sign in' : operationWords[question.operation],
    reason: code === '' ? failure.networkCode : `${code}: ${message}`,
    status,
    requestId: failure.requestId,
  };
  const fail = (ours: ErrorCode, retry: Retry = 'never', more: ErrorDetails = {}): HoldfastError =>
    new HoldfastError(
      ours,
      { ...details, ...more },
      retryAfterSeconds === undefined ? { retry } : { retry, retryAfterSeconds },
    );

  if (status === undefined)
    return failure.networkCode === undefined
      ? new HoldfastError('bug', { reason: message })
      : fail('network-unreachable', 'later');
  if (status === 408) return fail('network-unreachable', 'later');
  if (status === 429 || status >= 500) return fail('provider-busy', 'later');
  // A second token that is stale at once: B2 is at fault, not the key.
  if (question.operation !== undefined && isStaleToken(error)) return fail('provider-busy', 'later');
  if (!failure.isJson) return fail('provider-answer-invalid', 'never', { expected: 'the B2 service' });
  if (code.endsWith('cap_exceeded')) return fail('cap-exceeded');
  if (missing.has(code) || isNoFileId(code, message)) return fail('object-missing');
  if (code === 'bad_bucket_id' || code === 'invalid_bucket_id') return fail('bucket-missing');
  if (code === 'bucket_missing_file_lock') return fail('bucket-not-locked');
  if (code === 'duplicate_bucket_name') return fail('bucket-name-taken');
  if (status === 401 || status === 403) return forbidden(question, fail);
  return fail('provider-refused');
}

/**
 * A locked deletion is a 401 and a refused shortening a 403, each without a word of the lock; the same calls without
 * the capability look alike. So what the key holds decides.
 */
function forbidden(
  question: B2Question,
  fail: (ours: ErrorCode, retry?: Retry, more?: ErrorDetails) => HoldfastError,
): HoldfastError {
  const { operation, needs } = question;
  if (operation === undefined) return fail('key-invalid');
  if (needs !== undefined && !needs.held)
    return fail('key-insufficient', 'never', { capability: needs.capability });
  if (operation === 'deleteVersion' || operation === 'renew' || operation === 'replaceLock')
    return fail('object-locked');
  return fail('key-insufficient');
}

function readFailure(error: unknown): Failure {
  const raw = (error ?? {}) as {
    code?: string;
    message?: string;
    response?: { status?: number; data?: unknown; headers?: Record<string, string | undefined> };
  };
  const body = raw.response?.data;
  const said = isErrorBody(body) ? body : undefined;
  const retryAfter = Number(raw.response?.headers?.['retry-after']);
  return {
    status: raw.response?.status,
    code: said?.code,
    message: (said?.message ?? raw.message ?? '').slice(0, 300),
    retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter >= 0 ? retryAfter : undefined,
    isJson: said !== undefined,
    networkCode: raw.code,
    requestId: raw.response?.headers?.['x-bz-request-id'] ?? raw.response?.headers?.['x-amz-request-id'],
  };
}

function isErrorBody(body: unknown): body is { readonly code: string; readonly message: string } {
  return typeof body === 'object' && body !== null && 'code' in body && 'message' in body;
}
