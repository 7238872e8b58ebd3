import { decodeName, type NameRecord } from './directory-record.ts';

const quote = 0x22;
const backslash = 0x5c;
const opens = 0x5b;
const closes = 0x5d;

/** A directory's record of which only some names are wanted: to decode all of a huge one takes ten times as long. */
export class OpenedRecord {
  readonly #text: string;
  readonly #starts: readonly number[];

  /** @param text see `encodeRecord` */
  constructor(text: string) {
    this.#text = text;
    this.#starts = startsOfNames(text);
  }

  get length(): number {
    return this.#starts.length;
  }

  /** @throws SyntaxError or TypeError: the file is damaged */
  at(slot: number): NameRecord | undefined {
    const start = this.#starts[slot];
    if (start === undefined) return undefined;
    const end = (this.#starts[slot + 1] ?? this.#text.length) - 1;
    return decodeName(JSON.parse(this.#text.slice(start, end)) as Parameters<typeof decodeName>[0]);
  }
}

function startsOfNames(text: string): readonly number[] {
  const starts: number[] = [];
  for (let at = 0, depth = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === quote) at = endOfString(text, at);
    else if (sign === closes) depth--;
    else if (sign === opens && depth++ === 1) starts.push(at);
  }
  return starts;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}
