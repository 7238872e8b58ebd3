import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../build/require-node-24.js', import.meta.url));

/** Runs the check as if Node had this version. */
const runAs = (version: string) =>
  spawnSync(
    process.execPath,
    [
      '--input-type=commonjs',
      '-e',
      `const versions = { node: '${version}' };
       (function (process) { ${readFileSync(script, 'utf8')} })({ ...process, versions, version: 'v${version}',
         stderr: process.stderr, exit: process.exit });`,
    ],
    { encoding: 'utf8' },
  );

test('an old Node is told in words what to do', () => {
  const old = runAs('20.20.2');
  expect(old.status).toBe(1);
  expect(old.stderr).toContain('needs Node 24 or newer, and this is v20.20.2');
});

test.each(['24.0.0', '26.1.0'])('Node %s is fine', (version) => {
  expect(runAs(version)).toMatchObject({ status: 0, stderr: '' });
});

test('this very run has it', () => {
  expect(spawnSync(process.execPath, [script]).status).toBe(0);
});
