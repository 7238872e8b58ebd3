/** Keeps what was used last, up to a number of bytes. One value larger than the bound is not kept. */
export class ByteBoundedCache<Key, Value extends { readonly length: number }> {
  readonly #values = new Map<Key, Value>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: Key): Value | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  set(key: Key, value: Value): void {
    this.#drop(key);
    if (value.length > this.#maxBytes) return;
    this.#values.set(key, value);
    this.#bytes += value.length;
    for (const oldest of this.#values.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(key: Key): void {
    const value = this.#values.get(key);
    if (value === undefined) return;
    this.#values.delete(key);
    this.#bytes -= value.length;
  }
}
