import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../.ci/count-tests.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'holdfast-count-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lastLine = (report: unknown, status: number): string | undefined => {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(report));
  const { stdout } = spawnSync(process.execPath, [script, file, String(status)], { encoding: 'utf8' });
  return stdout.trim().split('\n').at(-1);
};

const file = (status: string, ...states: readonly string[]) => ({
  status,
  assertionResults: states.map((state) => ({ status: state })),
});

test('counts tests of all files, and a file that does not load as one failure', () => {
  const testResults = [file('passed', 'passed', 'passed', 'pending'), file('failed', 'passed', 'failed')];
  expect(lastLine({ testResults }, 1)).toBe('3 passed, 1 failed');
  expect(lastLine({ testResults: [...testResults, file('failed')] }, 1)).toBe('3 passed, 2 failed');
});

test('a run that failed outside its tests is not green', () => {
  expect(lastLine({ testResults: [file('passed', 'passed')] }, 1)).toBe('1 passed, 1 failed');
  expect(lastLine('not a report', 1)).toBe('0 passed, 1 failed');
});

test('a good run', () => {
  expect(lastLine({ testResults: [file('passed', 'passed')] }, 0)).toBe('1 passed, 0 failed');
});
