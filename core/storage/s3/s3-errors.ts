import type { ErrorDetails } from '../../errors/details.ts';
import { HoldfastError, type Retry } from '../../errors/holdfast-error.ts';
import { isUnsent } from '../network-failure.ts';
import { operationWords, type StoreOperation } from '../operation.ts';

/** What was asked: for the words of the error. */
export type S3Question = {
  readonly operation: StoreOperation;
  readonly endpoint: string;
  readonly bucket: string;
  readonly name?: string | undefined;
};

/** The parts of an SDK error that may be kept. The error itself holds the answer's stream and is dropped. */
export type S3Refusal = {
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
};

const keyCodes = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidToken',
  'ExpiredToken',
  'UnauthorizedAccess',
  'InvalidSecurity',
]);
const busyCodes = new Set([
  'SlowDown',
  'ServiceUnavailable',
  'TooManyRequests',
  'TooManyRequestsException',
  'Throttling',
  'ThrottlingException',
  'RequestLimitExceeded',
  'BandwidthLimitExceeded',
]);
const missingCodes = new Set(['NoSuchKey', 'NoSuchVersion', 'NotFound', 'MethodNotAllowed']);
const lockChanges: ReadonlySet<StoreOperation> = new Set([
  'renew',
  'replaceLock',
  'deleteVersion',
  'deleteVersions',
  'setLegalHold',
]);

/** An error of the SDK or of the network below it, in our words. Anything of ours passes through. */
export function toStoreError(error: unknown, question: S3Question): HoldfastError {
  if (error instanceof HoldfastError) return error;
  const refusal = readRefusal(error);
  if (refusal.status === undefined) return connectionError(error, question);
  return refusalError(refusal, question);
}

export function readRefusal(error: unknown): S3Refusal {
  const raw = (error ?? {}) as {
    name?: string;
    Code?: string;
    message?: string;
    $metadata?: { httpStatusCode?: number; requestId?: string };
    $response?: { statusCode?: number; headers?: Record<string, string> };
  };
  const retryAfter = Number(raw.$response?.headers?.['retry-after']);
  return {
    code: raw.Code ?? raw.name ?? 'Unknown',
    message: (raw.message ?? '').slice(0, 300),
    status: raw.$response?.statusCode ?? raw.$metadata?.httpStatusCode,
    requestId: raw.$metadata?.requestId ?? raw.$response?.headers?.['x-amz-request-id'],
    retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter >= 0 ? retryAfter : undefined,
  };
}

function connectionError(error: unknown, question: S3Question): HoldfastError {
  const raw = (error ?? {}) as { name?: string; code?: string; message?: string };
  const details = {
    endpoint: question.endpoint,
    operation: operationWords[question.operation],
    reason: raw.code ?? raw.name,
  };
  if (error instanceof SyntaxError || /deserializ|xml|pars(e|ing)/i.test(raw.message ?? ''))
    return new HoldfastError('provider-answer-invalid', { ...details, expected: 'an S3 service' });
  if (raw.code === 'ERR_INVALID_URL' || raw.name === 'TypeError')
    return new HoldfastError('bug', { reason: `${question.operation}: ${raw.message}` }, { cause: error });
  const retry = question.operation === 'put' && !isUnsent(raw.code) ? 'unclear' : 'later';
  return new HoldfastError('network-unreachable', details, { retry });
}

/** A refusal that a server gave in its own words. */
export function refusalError(refusal: S3Refusal, question: S3Question): HoldfastError {
  const { code, message, status = 0, retryAfterSeconds } = refusal;
  const details: ErrorDetails = {
    endpoint: question.endpoint,
    bucket: question.bucket,
    name: question.name,
    operation: operationWords[question.operation],
    reason: message === '' || message === 'UnknownError' ? code : `${code}: ${message}`,
    status,
    requestId: refusal.requestId,
  };
  const fail = (
    ours: HoldfastError['code'],
    retry: Retry = 'never',
    more: ErrorDetails = {},
  ): HoldfastError =>
    new HoldfastError(
      ours,
      { ...details, ...more },
      retryAfterSeconds === undefined ? { retry } : { retry, retryAfterSeconds },
    );

  // The SDK could not read what came with a success.
  if (status < 300) return fail('provider-answer-invalid', 'never', { expected: 'an S3 service' });
  if (keyCodes.has(code)) return fail('key-invalid', 'never', { reason: code });
  // The SDK has read the provider's time from this answer and signs the next request with it.
  if (code === 'RequestTimeTooSkewed') return fail('clocks-differ', 'later', { hours: 'more than 0.25' });
  if (/cap exceeded|cap_exceeded/i.test(`${code} ${message}`)) return fail('cap-exceeded');
  if (busyCodes.has(code) || status === 503 || status === 429) return fail('provider-busy', 'later');
  if (status === 501) return fail('provider-refused');
  // A gateway may give up on a PUT that its server finishes.
  if (status >= 500) return fail('provider-busy', question.operation === 'put' ? 'unclear' : 'later');
  if (code === 'NoSuchBucket') return fail('bucket-missing');
  if (status === 412) return fail('object-exists');
  if (code === 'ConditionalRequestConflict' || code === 'OperationAborted')
    return fail('provider-busy', 'unclear');
  if (code === 'RequestTimeout' || status === 408) return fail('network-unreachable', 'later');
  if (status === 416) return fail('object-damaged', 'never', { reason: 'it is shorter than expected' });
  if (question.name !== undefined && (missingCodes.has(code) || status === 404))
    return fail('object-missing');
  if (question.name !== undefined && code === 'InvalidArgument' && /version id/i.test(message))
    return fail('object-missing');
  if (status === 404) return fail('bucket-missing');
  if (code === 'ObjectLocked' || tellsOfLock(refusal, question.operation)) return fail('object-locked');
  if (/object lock/i.test(message) && (code === 'InvalidRequest' || code === 'InvalidBucketState'))
    return fail('bucket-not-locked');
  if (code === 'ObjectLockConfigurationNotFoundError') return fail('bucket-not-locked');
  if (status === 403 || status === 401) return fail('key-insufficient');
  return fail('provider-refused');
}

/**
 * The refusals in which the provider itself names the lock: RGW "forbidden by object lock" and "proposed retain-until
 * date shortens …", AWS "… because object protected by object lock", MinIO "… is WORM protected". Others say only
 * "Access Denied"; there the store asks the version.
 */
function tellsOfLock(refusal: S3Refusal, operation: StoreOperation): boolean {
  return (
    lockChanges.has(operation) &&
    refusal.status === 403 &&
    /object.?lock|WORM|shortens|retention (mode|period)|locked/i.test(refusal.message)
  );
}
