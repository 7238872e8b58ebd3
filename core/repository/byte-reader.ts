import { damaged } from './damaged.ts';

/** Reads what ByteWriter writes; anything beyond the end, or a varint in more bytes than needed, is object-damaged. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  /** A view on the input. */
  raw(length: number): Uint8Array {
    if (length > this.remaining) throw damaged('it ends too early');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw damaged('it ends too early');
    this.#at++;
    return value;
  }

  /** @param max inclusive */
  varint(max: number): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (value > max) throw damaged('a number in it is too large');
      if (byte < 0x80) {
        if (byte === 0 && scale > 1) throw damaged('a number in it is not written the short way');
        return value;
      }
      if (scale > 2 ** 49) throw damaged('a number in it is too large');
    }
  }

  end(): void {
    if (this.remaining > 0) throw damaged('there are bytes after its end');
  }
}
