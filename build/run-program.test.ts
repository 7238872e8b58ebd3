import { expect, test } from 'vitest';
import { runProgram } from './run-program.ts';

const node = (code: string) => runProgram(process.execPath, ['-e', code]);

test('a program ends with its code, one that is not there with 127', async () => {
  expect(await node('process.exit(3)')).toEqual({ code: 3, isTold: false });
  expect(await runProgram('/no/such/program', [])).toEqual({ code: 127, isTold: false });
});

test('a signal is passed on, and it shows that somebody wanted the end', async () => {
  const ended = node('setInterval(() => {}, 1000)');
  process.emit('SIGHUP', 'SIGHUP');
  expect(await ended).toEqual({ code: 1, isTold: true });
});
