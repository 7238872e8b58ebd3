import type { Claim } from './chunk-claims.ts';

/** A set of packs, some of which are still being filled. */
export class NeededPacks {
  readonly #packs = new Set<number>();
  #claims = new Set<Claim>();

  add(place: number | Claim): void {
    if (typeof place === 'number') this.#packs.add(place);
    else if (place.pack === undefined) this.#claims.add(place);
    else this.#packs.add(place.pack);
  }

  addAll(other: NeededPacks): void {
    for (const pack of other.#packs) this.#packs.add(pack);
    for (const claim of other.#claims) this.add(claim);
  }

  /** As it is now. */
  copy(): NeededPacks {
    const copy = new NeededPacks();
    copy.addAll(this);
    return copy;
  }

  /** undefined while a chunk has no pack yet. */
  resolved(): ReadonlySet<number> | undefined {
    const open = this.#claims;
    this.#claims = new Set();
    for (const claim of open) this.add(claim);
    return this.#claims.size === 0 ? this.#packs : undefined;
  }
}
