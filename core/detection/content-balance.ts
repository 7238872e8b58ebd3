import type { Entry } from '../model/entry.ts';
import { mostMovesRemembered } from './thresholds.ts';

/** What is remembered of a file that came or went. */
export type FileMark = { readonly kind: number; readonly known: boolean; readonly strange: boolean };

const fewestSlots = 1 << 10;
const mostFilled = 0.7;

/**
 * Who came and who went, by contents: the same contents on both sides are a move. An open hash table of numbers, 16
 * bytes a slot, of at most 2 `mostMovesRemembered` slots; what does not fit is not matched.
 */
export class ContentBalance {
  #slots = fewestSlots;
  #keys = new Float64Array(this.#slots);
  /** How many more went than came. */
  #net = new Int32Array(this.#slots);
  #marks = new Int32Array(this.#slots);
  #filled = 0;
  #settled = 0;

  /** @returns 'moved': the other side had it; 'kept': the other side may bring it; 'full': it was not remembered */
  add(key: number, side: 'went' | 'came', mark: FileMark): 'moved' | 'kept' | 'full' {
    const step = side === 'went' ? 1 : -1;
    let slot = this.#find(key);
    if (this.#keys[slot] === 0) {
      if (this.#filled >= this.#slots * mostFilled) {
        if (!this.#makeRoom()) return 'full';
        slot = this.#find(key);
      }
      this.#keys[slot] = key;
      this.#filled++;
    } else if (this.#net[slot] === 0) this.#settled--;
    const before = this.#net[slot] ?? 0;
    this.#net[slot] = before + step;
    if (before * step < 0) {
      if (before + step === 0) this.#settled++;
      return 'moved';
    }
    this.#marks[slot] = mark.kind * 4 + (mark.known ? 2 : 0) + (mark.strange ? 1 : 0);
    return 'kept';
  }

  /** How many more of these contents went than came; negative: came. */
  net(key: number): number {
    return this.#net[this.#find(key)] ?? 0;
  }

  /** What was not matched: positive counts went, negative ones came. */
  *unmatched(): Generator<readonly [net: number, mark: FileMark]> {
    for (let slot = 0; slot < this.#slots; slot++) {
      const [net = 0, mark = 0] = [this.#net[slot], this.#marks[slot]];
      if (net !== 0) yield [net, { kind: mark >> 2, known: (mark & 2) !== 0, strange: (mark & 1) !== 0 }];
    }
  }

  #find(key: number): number {
    const last = this.#slots - 1;
    let slot = (key ^ (key / 0x1_0000_0000)) & last;
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & last;
    return slot;
  }

  #makeRoom(): boolean {
    const more = this.#slots < 2 * mostMovesRemembered;
    // Rebuilding costs as much as filling, so it must win an eighth.
    if (!more && this.#settled < this.#slots / 8) return false;
    const [keys, net, marks] = [this.#keys, this.#net, this.#marks];
    if (more && this.#settled < this.#slots / 8) this.#slots *= 2;
    this.#keys = new Float64Array(this.#slots);
    this.#net = new Int32Array(this.#slots);
    this.#marks = new Int32Array(this.#slots);
    this.#filled = 0;
    this.#settled = 0;
    for (const [index, key] of keys.entries()) {
      if (net[index] === 0) continue;
      const slot = this.#find(key);
      this.#keys[slot] = key;
      this.#net[slot] = net[index] ?? 0;
      this.#marks[slot] = marks[index] ?? 0;
      this.#filled++;
    }
    return true;
  }
}

/** A positive number for a file's contents, the same for the same contents; undefined: it has none to go by. */
export function contentKey({ content, size }: Entry): number | undefined {
  const [first, last] = [content?.[0], content?.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  // Chunk ids are keyed hashes: 48 of their bits are as good as any.
  const sum = Number.parseInt(first.id.slice(0, 12), 16) + Number.parseInt(last.id.slice(12, 24), 16) + size;
  return Number.isFinite(sum) ? (sum % 0xffff_ffff_ffff) + 1 : undefined;
}

/** Whether two files have the same contents. */
export function sameContent(left: Entry, right: Entry): boolean {
  const [a, b] = [left.content ?? [], right.content ?? []];
  return left.size === right.size && a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);
}
