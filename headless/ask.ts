import { HoldfastError } from '../core/errors/holdfast-error.ts';
import type { Terminal } from './terminal.ts';

const enter = new Set(['\r', '\n']);
const interrupt = '\u0003';
const endOfInput = '\u0004';
const backspaces = new Set(['\b', '\u007f']);

/** Reads one line from the terminal without showing it. @throws cancelled on Ctrl-C or Ctrl-D */
export function askHidden(question: string, terminal: Terminal): Promise<string> {
  const input = process.stdin;
  // Before the question: what is typed ahead must not be shown either.
  input.setRawMode(true);
  input.setEncoding('utf8');
  terminal.err(question);
  return new Promise((resolve, reject) => {
    let typed = '';
    const finish = (settle: () => void): void => {
      input.off('data', read);
      input.setRawMode(false);
      input.pause();
      terminal.err('\n');
      settle();
    };
    function read(text: string): void {
      for (const character of text) {
        if (enter.has(character)) return finish(() => resolve(typed));
        if (character === interrupt || character === endOfInput)
          return finish(() => reject(new HoldfastError('cancelled')));
        typed = backspaces.has(character) ? Array.from(typed).slice(0, -1).join('') : typed + character;
      }
    }
    input.on('data', read);
    input.resume();
  });
}
