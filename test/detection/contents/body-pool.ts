import { lookOf } from '../../../core/detection/look.ts';
import { SeededRandom } from '../../simulation/seeded-random.ts';
import { kinds, type KindName } from './kinds.ts';

/** Real bytes and how they look. Several modelled files may share one: their content ids still differ. */
export type Body = {
  /** Among the bodies of its kind, by size; and which of its editions. */
  readonly place: number;
  readonly edition: number;
  readonly kind: KindName | 'altered';
  /** Of those that nobody made yet something of: what an intruder made is only looked at. */
  readonly bytes: Uint8Array | undefined;
  readonly size: number;
  readonly look: number;
};

/** How many of them an original has: each is a little longer than the one before, so that what is packed differs throughout. */
const editions = 2;

/** A stock of contents of each kind, made when first asked for; what looking at them costs is paid once. */
export class BodyPool {
  readonly #seed: number;
  readonly #perKind: number;
  readonly #stock = new Map<KindName, (Body | undefined)[]>();
  readonly #altered = new Map<string, Map<Body, Body>>();

  constructor(seed: number, perKind: number) {
    this.#seed = seed;
    this.#perKind = perKind;
  }

  #at(kind: KindName, place: number, edition: number): Body {
    let stock = this.#stock.get(kind);
    if (!stock) this.#stock.set(kind, (stock = []));
    const slot = place * editions + edition;
    const made = stock[slot];
    if (made) return made;
    // The same seed for all editions: what a file is like (scanned or written, with pictures or without) stays.
    const random = new SeededRandom(this.#seed * 1_000 + place, kind);
    const [from, to] = kinds[kind].sizes;
    const size = from === 0 ? 0 : from * (to / from) ** (place / this.#perKind);
    const bytes = kinds[kind].make(random, Math.round(size * (1 + edition / 20)));
    const body: Body = { place, edition, kind, bytes, size: bytes.length, look: lookOf(bytes) };
    stock[slot] = body;
    return body;
  }

  any(kind: KindName, random: SeededRandom): Body {
    return this.#at(kind, random.between(0, this.#perKind - 1), 0);
  }

  /** What somebody saved over `body`: of the same kind and nearly as large. */
  edited(body: Body): Body {
    if (body.kind === 'altered') return body;
    return this.#at(body.kind, body.place, (body.edition + 1) % editions);
  }

  /** @param how names what `alter` does: the same name and body give the same bytes */
  altered(body: Body, how: string, alter: (bytes: Uint8Array) => Uint8Array): Body {
    if (body.bytes === undefined) return body;
    let done = this.#altered.get(how);
    if (!done) this.#altered.set(how, (done = new Map()));
    let made = done.get(body);
    if (!made) {
      const bytes = alter(body.bytes);
      made = { ...body, kind: 'altered', bytes: undefined, size: bytes.length, look: lookOf(bytes) };
      done.set(body, made);
    }
    return made;
  }
}
