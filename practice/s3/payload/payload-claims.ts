import type { IncomingHttpHeaders } from 'node:http';
import { S3Refusal } from '../s3-refusal.ts';
import { headerText } from '../signature/signed-request.ts';
import type { ChecksumAlgorithm } from './checksum.ts';
import { isChecksumAlgorithm, isChecksumValue } from './checksum.ts';

/** How the body travels, from `x-amz-content-sha256`. */
export type PayloadForm =
  | { readonly kind: 'plain'; readonly sha256: string | undefined }
  | { readonly kind: 'chunked'; readonly signed: boolean; readonly trailer: boolean };

/** What the sender says about the body, to be compared with what arrives. */
export type PayloadClaims = {
  readonly form: PayloadForm;
  /** Bytes after decoding; undefined for a plain body without Content-Length. */
  readonly length: number | undefined;
  /** Base64. */
  readonly contentMd5: string | undefined;
  /** Base64; `value` undefined: it comes in the trailer. */
  readonly checksum:
    { readonly algorithm: ChecksumAlgorithm; readonly value: string | undefined } | undefined;
};

/** Headers that B2 refused until 2025 (reference: "Unsupported header … received for this API call"). */
const legacyRefused =
  /^x-amz-(?:checksum-(?:crc32|crc32c|crc64nvme|sha1|sha256|mode|algorithm|type)|sdk-checksum-algorithm|trailer)$/;

/** Refuses the checksum headers that older B2 did not know. */
export function refuseChecksumHeaders(headers: IncomingHttpHeaders): void {
  const found = Object.keys(headers).find((name) => legacyRefused.test(name));
  if (found === undefined) return;
  throw new S3Refusal('InvalidArgument', `Unsupported header '${found}' received for this API call.`);
}

/** Reads and validates the claims. `payloadHash`: what the signature covers. */
export function readPayloadClaims(headers: IncomingHttpHeaders, payloadHash: string): PayloadClaims {
  const form = readForm(payloadHash);
  return {
    form,
    length: readLength(headers, form),
    contentMd5: readContentMd5(headers),
    checksum: readChecksum(headers, form),
  };
}

function readForm(payloadHash: string): PayloadForm {
  switch (payloadHash) {
    case 'UNSIGNED-PAYLOAD':
      return { kind: 'plain', sha256: undefined };
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
      return { kind: 'chunked', signed: true, trailer: false };
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return { kind: 'chunked', signed: true, trailer: true };
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return { kind: 'chunked', signed: false, trailer: true };
    default:
      if (/^[0-9a-f]{64}$/.test(payloadHash)) return { kind: 'plain', sha256: payloadHash };
      throw new S3Refusal(
        'InvalidArgument',
        'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, ' +
          'STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
      );
  }
}

function readLength(headers: IncomingHttpHeaders, form: PayloadForm): number | undefined {
  const name = form.kind === 'chunked' ? 'x-amz-decoded-content-length' : 'content-length';
  const text = headerText(headers, name);
  if (text === '') {
    if (form.kind === 'chunked') throw new S3Refusal('MissingContentLength');
    return undefined;
  }
  if (!/^\d{1,15}$/.test(text)) throw new S3Refusal('InvalidArgument', `${name} must be a number`);
  return Number(text);
}

function readContentMd5(headers: IncomingHttpHeaders): string | undefined {
  const text = headerText(headers, 'content-md5');
  if (text === '') return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 16 || bytes.toString('base64') !== text) throw new S3Refusal('InvalidDigest');
  return text;
}

function readChecksum(headers: IncomingHttpHeaders, form: PayloadForm): PayloadClaims['checksum'] {
  const found = Object.keys(headers)
    .filter((name) => name.startsWith('x-amz-checksum-'))
    .map((name) => name.slice('x-amz-checksum-'.length))
    .filter(isChecksumAlgorithm);
  const trailer = headerText(headers, 'x-amz-trailer').trim().toLowerCase();
  if (trailer !== '') {
    const algorithm = trailer.replace(/^x-amz-checksum-/, '');
    const readable = form.kind === 'chunked' && form.trailer && isChecksumAlgorithm(algorithm);
    if (!readable || found.length > 0) {
      throw new S3Refusal(
        'InvalidRequest',
        'The value specified in the x-amz-trailer header is not supported',
      );
    }
    return { algorithm, value: undefined };
  }
  const [algorithm] = found;
  if (algorithm === undefined) return undefined;
  const value = headerText(headers, `x-amz-checksum-${algorithm}`);
  if (found.length > 1) {
    throw new S3Refusal('InvalidRequest', 'Expecting a single x-amz-checksum- header.');
  }
  if (!isChecksumValue(algorithm, value)) {
    throw new S3Refusal('InvalidRequest', `Value for x-amz-checksum-${algorithm} header is invalid.`);
  }
  return { algorithm, value };
}
