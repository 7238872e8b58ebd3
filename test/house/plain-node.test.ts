import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const top = fileURLToPath(new URL('../..', import.meta.url));

/** Prints every module name that plain Node was asked to load while loading `files`. */
const loadAll = (files: readonly string[]): { readonly status: number | null; readonly output: string } => {
  const program = `
    import { registerHooks } from 'node:module';
    const names = new Set();
    registerHooks({ resolve: (name, context, next) => { names.add(name); return next(name, context); } });
    for (const file of ${JSON.stringify(files)}) await import(file);
    if (typeof window !== 'undefined' || typeof document !== 'undefined') throw new Error('there is a DOM');
    process.stdout.write(JSON.stringify([...names]));
    process.exit(0);`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: top,
    encoding: 'utf8',
  });
  return { status: child.status, output: child.status === 0 ? child.stdout : child.stderr };
};

test('the whole engine loads in plain Node, without Electron, React or a DOM', () => {
  const files = globSync('core/**/*.ts', { cwd: top })
    .filter((file) => !/\.test\.ts$|-worker\.ts$|\/testing\/|conformance/.test(file))
    .map((file) => `${top}/${file}`);
  expect(files.length).toBeGreaterThan(30);
  const { status, output } = loadAll(files);
  expect(output).toMatch(/^\[/);
  expect(status).toBe(0);
  const foreign = (JSON.parse(output) as string[]).filter((name) => /^(electron|react|@electron)/.test(name));
  expect(foreign).toEqual([]);
});

test('this check fails where something does not load', () => {
  expect(loadAll(['electron']).status).not.toBe(0);
});
