import type { Entry } from '../model/entry.ts';
import { extensionOf } from './file-name.ts';
import { isStrange } from './file-change.ts';
import { isPersonal } from './expected-looks.ts';
import { mostKinds, wipedOfKind, wipedPart } from './thresholds.ts';

type KindCounts = {
  /** Files that changed folders had before. */
  had: number;
  went: number;
  /** Of those, of a known type. */
  knownWent: number;
  /** Of what came, that which is what its name promises. */
  rightCame: number;
  lost: number;
};

const none = (): KindCounts => ({ had: 0, went: 0, knownWent: 0, rightCame: 0, lost: 0 });

/** Counts by kind, which is the extension; contents that belie theirs are a kind of their own. At most 1,000 kinds. */
export class KindsOfFiles {
  readonly #places = new Map<string, number>();
  /** The first is all that is strange or has no place of its own. */
  readonly #counts: KindCounts[] = [none()];
  readonly #names: string[] = [''];

  place(entry: Entry): number {
    if (isStrange(entry)) return 0;
    const kind = extensionOf(entry.name);
    const known = this.#places.get(kind);
    if (known !== undefined) return known;
    if (this.#counts.length >= mostKinds) return 0;
    this.#places.set(kind, this.#counts.length);
    this.#names.push(kind);
    return this.#counts.push(none()) - 1;
  }

  count(place: number, what: keyof KindCounts, times = 1): void {
    const counts = this.#counts[place];
    if (counts) counts[what] += times;
  }

  /** Kinds with two or more losses: one may be chance. */
  get lost(): number {
    return this.#counts.filter(({ lost }) => lost >= 2).length;
  }

  /** Files of known types that went, less those of their own kind that came. */
  get vanished(): number {
    return this.#counts.reduce(
      (sum, { knownWent, rightCame }) => sum + Math.max(0, knownWent - rightCame),
      0,
    );
  }

  /** Kinds of personal files of which next to none are left in the folders that changed. */
  get wiped(): { readonly kinds: number; readonly files: number } {
    const wiped = this.#counts.filter(
      ({ went, had }, place) =>
        place > 0 && went >= wipedOfKind && went > had * wipedPart && isPersonal(`a.${this.#names[place]}`),
    );
    return { kinds: wiped.length, files: wiped.reduce((sum, { went }) => sum + went, 0) };
  }

  /** The kind that lost most files. */
  get mostGone(): { readonly name: string; readonly went: number; readonly had: number } {
    let best = { name: '', went: 0, had: 0 };
    for (const [place, { went, had }] of this.#counts.entries())
      if (place > 0 && went > best.went) best = { name: this.#names[place] ?? '', went, had };
    return best;
  }
}
