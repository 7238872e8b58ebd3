/** A word in bytes, and its parts around its last separator: it may begin in the path above and end in the name. */
export class SoughtWord {
  readonly bytes: Buffer;
  readonly #joints: readonly Joint[];

  constructor(word: string) {
    this.bytes = Buffer.from(word);
    this.#joints = ['/', '\\'].flatMap((separator) => {
      // A name holds none of its own computer's, so either the last one is the joint, or all of the word lies above.
      const at = word.lastIndexOf(separator);
      if (at < 0) return [];
      const [above, below] = [Buffer.from(word.slice(0, at)), Buffer.from(word.slice(at + 1))];
      return [{ separator: separator.charCodeAt(0), above, below }];
    });
  }

  isIn(text: Buffer): boolean {
    return text.indexOf(this.bytes) >= 0;
  }

  /** Its part above the last separator is where a path ends. */
  beginsAtEndOf(path: Buffer): boolean {
    return this.#jointAfter(path) !== undefined;
  }

  spans(path: Buffer, name: Buffer): boolean {
    const below = this.#jointAfter(path)?.below;
    return below !== undefined && name.subarray(0, below.length).equals(below);
  }

  #jointAfter(path: Buffer): Joint | undefined {
    // Names of roots are whole paths, with nothing above.
    if (this.#joints.length === 0 || path.length === 0) return undefined;
    const separator = path[0] === slash ? slash : backslash;
    const end = path.at(-1) === separator ? path.length - 1 : path.length;
    return this.#joints.find(
      ({ separator: own, above }) =>
        own === separator && end >= above.length && path.subarray(end - above.length, end).equals(above),
    );
  }
}

type Joint = { readonly separator: number; readonly above: Buffer; readonly below: Buffer };

const slash = 0x2f;
const backslash = 0x5c;
