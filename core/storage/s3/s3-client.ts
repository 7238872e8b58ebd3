import { createHash } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { S3Client } from '@aws-sdk/client-s3';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ProviderTime } from '../provider-time.ts';
import type { Patience, StoreCredentials } from '../store-settings.ts';

export type S3Place = { readonly endpoint: string; readonly region: string };

type Message = {
  headers: Record<string, string>;
  body?: unknown;
  statusCode?: number;
};

/** Uploads, range reads and renewals of one engine together stay below this. */
const maxSockets = 64;

const quiet = (): void => undefined;

export function createS3Client(
  place: S3Place,
  credentials: StoreCredentials,
  time: ProviderTime,
  patience: Patience,
): S3Client {
  const client = new S3Client({
    endpoint: place.endpoint,
    region: place.region,
    credentials: { accessKeyId: credentials.keyId, secretAccessKey: credentials.key },
    forcePathStyle: true,
    // Older B2 and other stores refuse the CRC32 headers of the SDK's default.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Our decorator retries: it knows that a PUT must be looked for first.
    maxAttempts: 1,
    // With `Expect: 100-continue` the SDK opens a new connection for every body of 2 MiB and more.
    expectContinueHeader: false,
    // Nothing from the environment or ~/.aws may redirect a backup.
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    useArnRegion: false,
    defaultsMode: 'standard',
    retryMode: 'standard',
    // It would write warnings of its own to the console.
    logger: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
    customUserAgent: [['holdfast', '0.1']],
    requestHandler: {
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets }),
      connectionTimeout: patience.connect,
      socketTimeout: patience.idle,
    },
  });
  sendMd5InsteadOfCrc32(client);
  observeAnswers(client, place.endpoint, time);
  return client;
}

/**
 * PutObjectRetention and its like send CRC32 even under WHEN_REQUIRED, which B2 has refused ("Unsupported header
 * 'x-amz-checksum-crc32'"). Content-MD5 is the older form that every store takes, AWS included, so it is
 * the only one sent. Runs after the SDK's checksum step and before signing (`finalizeRequest` is too late, whatever the
 * priority).
 */
function sendMd5InsteadOfCrc32(client: S3Client): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as Message;
      const names = Object.keys(request.headers).filter((name) =>
        /^x-amz-(checksum-|sdk-checksum-algorithm)/i.test(name),
      );
      for (const name of names) delete request.headers[name];
      if (names.length > 0 && typeof request.body === 'string')
        request.headers['content-md5'] = createHash('md5').update(request.body).digest('base64');
      return next(args);
    },
    { step: 'build', priority: 'low', name: 'holdfastMd5', override: true },
  );
}

/** The innermost place: sees every answer, refusals too, before anything parses it. */
function observeAnswers(client: S3Client, endpoint: string, time: ProviderTime): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const answer = result.response as Message;
      const clock = time.observe(answer.headers);
      // The SDK signs with the time of the last `Date`. A practice vault checks signatures against the real
      // clock, so its moved clock must not reach the signer.
      if (clock !== undefined && clock.movedBy !== 0)
        answer.headers['date'] = new Date(clock.now - clock.movedBy).toUTCString();
      if ((args.request as { method?: string }).method !== 'HEAD') refuseForeignAnswer(answer, endpoint);
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'holdfastObserve', override: true },
  );
}

/**
 * A captive portal answers with a web page, a wrong address with whatever it speaks; S3 errors are XML. A proxy's 5xx
 * page is only a busy provider.
 */
function refuseForeignAnswer(answer: Message, endpoint: string): void {
  const status = answer.statusCode ?? 0;
  if (status >= 500 || status === 429) return;
  const type = answer.headers['content-type'] ?? '';
  const isForeign = status < 300 ? /^text\/html/i.test(type) : type !== '' && !/xml/i.test(type);
  // An object may be anything, so an answer that names its request as S3 does is believed.
  if (!isForeign || answer.headers['x-amz-request-id'] !== undefined) return;
  (answer.body as { destroy?: () => void } | undefined)?.destroy?.();
  throw new HoldfastError('provider-answer-invalid', { endpoint, expected: 'an S3 service', status });
}
