import { expect, test } from 'vitest';
import { ProgressLine } from './progress-line.ts';
import type { Terminal } from './terminal.ts';

function made(errIsTerminal: boolean): { line: ProgressLine; written: string[]; wait: (ms: number) => void } {
  const written: string[] = [];
  let now = 1_000_000;
  const terminal: Terminal = {
    environment: {},
    out: () => Promise.resolve(),
    err: (text) => written.push(text),
    outIsTerminal: false,
    errIsTerminal,
    inIsTerminal: false,
    width: () => 11,
  };
  return { line: new ProgressLine(terminal, () => now), written, wait: (ms) => (now += ms) };
}

test('on a terminal one line is rewritten four times a second, cut to the width, and taken away', () => {
  const { line, written, wait } = made(true);
  line.update(() => 'a long line of progress');
  line.update(() => 'too soon');
  wait(250);
  line.update(() => 'next');
  line.clear();
  line.clear();
  expect(written).toEqual(['\r\u001b[Ka long lin', '\r\u001b[Knext', '\r\u001b[K']);
});

test('elsewhere a short run says nothing and a long one a line every ten seconds', () => {
  const { line, written, wait } = made(false);
  line.update(() => 'at once');
  wait(9_999);
  line.update(() => 'too soon');
  wait(1);
  line.update(() => 'ten seconds');
  line.clear();
  expect(written).toEqual(['ten seconds\n']);
});
