import { createHash } from 'node:crypto';
import { S3Refusal } from '../s3-refusal.ts';
import { scopeText } from '../signature/signing-key.ts';
import type { VerifiedSignature } from '../signature/verify-signature.ts';
import { sameText } from '../signature/verify-signature.ts';

const emptyHash = createHash('sha256').digest('hex');

/** Verifies the chain of signatures in a signed aws-chunked body, which starts at the request's own. */
export class ChunkSignatures {
  readonly #request: VerifiedSignature;
  #previous: string;

  constructor(request: VerifiedSignature) {
    this.#request = request;
    this.#previous = request.signature;
  }

  /** `hash`: hex SHA-256 of the chunk's bytes. Refuses with SignatureDoesNotMatch. */
  checkChunk(hash: string, signature: string): void {
    this.#check('AWS4-HMAC-SHA256-PAYLOAD', `${emptyHash}\n${hash}`, signature);
  }

  /** `lines`: the trailing headers as `name:value\n` each. */
  checkTrailer(lines: string, signature: string): void {
    const hash = createHash('sha256').update(lines).digest('hex');
    this.#check('AWS4-HMAC-SHA256-TRAILER', hash, signature);
  }

  #check(kind: string, rest: string, signature: string): void {
    const { signingKey, amzDate, scope } = this.#request;
    const text = `${kind}\n${amzDate}\n${scopeText(scope)}\n${this.#previous}\n${rest}`;
    const expected = signingKey.sign(text);
    if (!sameText(expected, signature)) {
      throw new S3Refusal('SignatureDoesNotMatch', 'A chunk or trailer signature does not match');
    }
    this.#previous = expected;
  }
}
