type Cells = Uint8Array | Uint16Array | Uint32Array | Float64Array;
type CellsOf<T extends Cells> = { new (buffer: SharedArrayBuffer): T; readonly BYTES_PER_ELEMENT: number };

/**
 * A column of numbers in shared memory that doubles as it fills: a million rows cost their bytes and no objects, and
 * workers read them in place.
 */
export class GrowingColumn<T extends Cells> {
  readonly #type: CellsOf<T>;
  #cells: T;
  #length = 0;

  constructor(type: CellsOf<T>) {
    this.#type = type;
    this.#cells = new type(new SharedArrayBuffer(1024 * type.BYTES_PER_ELEMENT));
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#cells.length) this.#grow(this.#length + 1);
    this.#cells[this.#length++] = value;
  }

  append(values: Uint8Array): void {
    const end = this.#length + values.length;
    if (end > this.#cells.length) this.#grow(end);
    this.#cells.set(values, this.#length);
    this.#length = end;
  }

  at(index: number): number {
    return this.#cells[index] ?? 0;
  }

  set(index: number, value: number): void {
    this.#cells[index] = value;
  }

  /** The whole memory, with some unused cells at the end. */
  get cells(): T {
    return this.#cells;
  }

  #grow(least: number): void {
    const length = Math.max(least, 2 * this.#cells.length);
    const grown = new this.#type(new SharedArrayBuffer(length * this.#type.BYTES_PER_ELEMENT));
    grown.set(this.#cells);
    this.#cells = grown;
  }
}
