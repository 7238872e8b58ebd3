import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import { S3Refusal } from '../s3-refusal.ts';
import type { ChunkSignatures } from './chunk-signature.ts';

/** Longest framing or trailer line that is accepted. */
const maxLine = 4096;

type State = 'size' | 'data' | 'data-end' | 'trailer' | 'done';

/**
 * Takes the `aws-chunked` framing off a body: `<hex size>[;chunk-signature=<hex>]`, the bytes, and after a
 * chunk of size 0 trailing headers. Feed it with `push`; what lies between comes back as views on the input.
 * Refuses wrong framing and, where `signatures` are given, wrong chunk signatures.
 */
export class AwsChunkedDecoder {
  readonly #signatures: ChunkSignatures | undefined;
  readonly #trailers = new Map<string, string>();
  #state: State = 'size';
  #line = '';
  #left = 0;
  #last = false;
  #hash: Hash | undefined;
  #chunkSignature = '';
  #signedTrailer = '';

  constructor(signatures: ChunkSignatures | undefined) {
    this.#signatures = signatures;
  }

  /** The decoded pieces of these bytes. */
  push(bytes: Buffer): readonly Buffer[] {
    const pieces: Buffer[] = [];
    let at = 0;
    while (at < bytes.length) {
      if (this.#state === 'data') {
        const piece = bytes.subarray(at, at + this.#left);
        at += piece.length;
        this.#left -= piece.length;
        this.#hash?.update(piece);
        pieces.push(piece);
        if (this.#left === 0) this.#endChunk();
      } else {
        const end = bytes.indexOf(10, at);
        this.#line += bytes.toString('latin1', at, end < 0 ? bytes.length : end);
        if (this.#line.length > maxLine) throw wrongFraming();
        if (end < 0) return pieces;
        at = end + 1;
        const line = this.#line.endsWith('\r') ? this.#line.slice(0, -1) : this.#line;
        this.#line = '';
        this.#takeLine(line);
      }
    }
    return pieces;
  }

  /** The trailing headers, by lower-case name. Refuses with IncompleteBody where the end has not come. */
  end(): ReadonlyMap<string, string> {
    if (this.#state !== 'done') throw new S3Refusal('IncompleteBody');
    return this.#trailers;
  }

  #takeLine(line: string): void {
    switch (this.#state) {
      case 'size':
        return this.#startChunk(line);
      case 'data-end':
        if (line !== '') throw wrongFraming();
        this.#state = 'size';
        return;
      case 'trailer':
        if (line === '') this.#endTrailer();
        else this.#takeTrailer(line);
        return;
      default:
        throw wrongFraming();
    }
  }

  #startChunk(line: string): void {
    const found = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
    if (found === null) throw wrongFraming();
    const [, size = '', signature] = found;
    if (this.#signatures !== undefined && signature === undefined) throw wrongFraming();
    this.#chunkSignature = signature ?? '';
    this.#left = Number.parseInt(size, 16);
    this.#last = this.#left === 0;
    this.#hash = this.#signatures === undefined ? undefined : createHash('sha256');
    this.#state = 'data';
    if (this.#last) this.#endChunk();
  }

  #endChunk(): void {
    if (this.#hash !== undefined) {
      this.#signatures?.checkChunk(this.#hash.digest('hex'), this.#chunkSignature);
      this.#hash = undefined;
    }
    this.#state = this.#last ? 'trailer' : 'data-end';
  }

  #takeTrailer(line: string): void {
    const at = line.indexOf(':');
    if (at < 1) throw wrongFraming();
    const name = line.slice(0, at).trim().toLowerCase();
    const value = line.slice(at + 1).trim();
    this.#trailers.set(name, value);
    if (name !== 'x-amz-trailer-signature') this.#signedTrailer += `${name}:${value}\n`;
  }

  #endTrailer(): void {
    if (this.#signatures !== undefined && this.#signedTrailer !== '') {
      this.#signatures.checkTrailer(this.#signedTrailer, this.#trailers.get('x-amz-trailer-signature') ?? '');
    }
    this.#state = 'done';
  }
}

function wrongFraming(): S3Refusal {
  return new S3Refusal('InvalidRequest', 'The aws-chunked framing of the body is wrong');
}
