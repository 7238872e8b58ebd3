import { families, magicFamily, type Family } from './families.ts';
import { noiseShare } from './noise.ts';
import { textFamily } from './text-family.ts';

/** Steps of noise: a look is `family * 16 + noise`. */
const noiseSteps = 16;
/** More than any magic number needs; enough to tell text from the rest. */
const headBytes = 1024;

/** What contents look like, in one number: `family * 16 + noise`, noise 0 (orderly) to 15 (all of it looks random). */
export class LookOfFile {
  #family = families.indexOf('empty');
  #started = false;
  #bytes = 0;
  #noisyBytes = 0;

  /** Pieces of a file in order; the first one holds the first 1,024 bytes, or all there are. Never throws. */
  add(piece: Uint8Array): void {
    if (piece.length === 0) return;
    if (!this.#started) {
      this.#started = true;
      const head = piece.subarray(0, headBytes);
      this.#family = magicFamily(head) || textFamily(head);
    }
    this.#bytes += piece.length;
    this.#noisyBytes += noiseShare(piece) * piece.length;
  }

  get look(): number {
    const share = this.#bytes === 0 ? 0 : this.#noisyBytes / this.#bytes;
    return this.#family * noiseSteps + Math.round(share * (noiseSteps - 1));
  }
}

/** The look of a whole file in memory. */
export function lookOf(bytes: Uint8Array): number {
  const file = new LookOfFile();
  file.add(bytes);
  return file.look;
}

/** 0 to 15. */
export function noiseIn(look: number): number {
  return look % noiseSteps;
}

/** For people: 'jpeg', 'text', 'unknown'; a look that a newer program wrote is 'unknown'. */
export function familyName(look: number): Family {
  return families[Math.floor(look / noiseSteps)] ?? 'unknown';
}
