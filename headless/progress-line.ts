import { printableName } from './printable.ts';
import type { Terminal } from './terminal.ts';

/** How often the line changes: often enough to live, rarely enough to cost nothing. */
const everyMs = 250;
/** Without a terminal (logs, --json) a line that stays, once in a while. */
const logEveryMs = 10_000;

/** One line on stderr that says how far a run is: rewritten in place on a terminal, else logged now and then. */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  #shownAt: number;
  #isShown = false;

  constructor(terminal: Terminal, now: () => number) {
    this.#terminal = terminal;
    this.#now = now;
    // A run shorter than the first interval logs nothing.
    this.#shownAt = terminal.errIsTerminal ? 0 : now();
  }

  /** @param words called only when a line is due */
  update(words: () => string): void {
    const { errIsTerminal } = this.#terminal;
    if (this.#now() - this.#shownAt < (errIsTerminal ? everyMs : logEveryMs)) return;
    this.#shownAt = this.#now();
    if (!errIsTerminal) return this.#terminal.err(`${printableName(words())}\n`);
    const line = printableName(words()).slice(0, this.#terminal.width() - 1);
    this.#terminal.err(`\r\u001b[K${line}`);
    this.#isShown = true;
  }

  /** Takes the line away, so that what follows starts on a clean one. */
  clear(): void {
    if (this.#isShown) this.#terminal.err('\r\u001b[K');
    this.#isShown = false;
  }
}
