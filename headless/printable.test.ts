import { expect, test } from 'vitest';
import { ProgressLine } from './progress-line.ts';
import { printable, printableName } from './printable.ts';
import { runHere } from './testing/run-here.ts';

test('a name neither moves the cursor nor turns text around', () => {
  expect(printable('a\u001b[2Jb\rc\u009bd\u202ee\n\tf é 猫 😀')).toBe('a�[2Jb�c�d�e\n\tf é 猫 😀');
  expect(printableName('a\nRestore this one\t')).toBe('a�Restore this one�');
});

test('what a command says goes through it, and so does its progress', async () => {
  const { err } = await runHere(['recover', 'ls', 'latest', '--kit', '/no\u001b[2Jwhere'], {});
  expect(err).toContain('/no�[2Jwhere');
  let shown = '';
  const terminal = {
    environment: {},
    out: () => Promise.resolve(),
    err: (text: string) => void (shown += text),
    outIsTerminal: true,
    errIsTerminal: true,
    inIsTerminal: false,
    width: () => 80,
  };
  new ProgressLine(terminal, () => 1_000).update(() => 'reading x\u001b[2J\ny');
  expect(shown).toBe('\r\u001b[Kreading x�[2J�y');
});
