import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const top = fileURLToPath(new URL('../..', import.meta.url));
const house = mkdtempSync(join(tmpdir(), 'holdfast-dead-code-'));
afterAll(() => rmSync(house, { recursive: true, force: true }));

/** What our search for dead code, with our settings, says of a small house. */
function findDeadCode(files: Readonly<Record<string, string>>): {
  readonly status: number | null;
  readonly said: string;
} {
  rmSync(house, { recursive: true, force: true });
  for (const folder of ['core', 'headless']) mkdirSync(join(house, folder), { recursive: true });
  copyFileSync(join(top, 'knip.json'), join(house, 'knip.json'));
  writeFileSync(join(house, 'package.json'), '{"name":"house","type":"module","dependencies":{"zod":"*"}}');
  writeFileSync(
    join(house, 'headless/main.ts'),
    `import { used } from '../core/a.ts';\nimport 'zod';\nused();\n`,
  );
  writeFileSync(join(house, 'core/a.ts'), 'export function used(): void {}\n');
  for (const [path, text] of Object.entries(files)) writeFileSync(join(house, path), text);
  const { status, stdout, stderr } = spawnSync(join(top, 'node_modules/.bin/knip'), ['--no-config-hints'], {
    cwd: house,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

test('what is used is no dead code', () => {
  expect(findDeadCode({})).toEqual({ status: 0, said: '' });
});

test.each([
  ['an export', { 'core/a.ts': 'export function used(): void {}\nexport const unused = 1;\n' }, 'unused'],
  ['a file', { 'core/nobody.ts': 'export const x = 1;\n' }, 'core/nobody.ts'],
  ['a dependency', { 'headless/main.ts': `import { used } from '../core/a.ts';\nused();\n` }, 'zod'],
])('%s that nobody uses is found', (_, files, words) => {
  const { status, said } = findDeadCode(files);
  expect(status).toBe(1);
  expect(said).toContain(words);
});
