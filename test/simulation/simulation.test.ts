import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { plantedFaults } from './planted-faults.ts';
import { patched } from './source-hooks.ts';

const script = fileURLToPath(new URL('./run.ts', import.meta.url));

/** Each in a process of its own: the program's modules are changed while they load. */
async function run(...args: readonly string[]): Promise<{
  readonly answer: { readonly violated?: string; readonly backups?: number; readonly renewed?: number };
  readonly exitCode: number;
}> {
  return await new Promise((resolve, reject) => {
    execFile(process.execPath, [script, ...args], (error, stdout, stderr) => {
      try {
        resolve({ answer: JSON.parse(stdout) as object, exitCode: Number(error?.code ?? 0) });
      } catch {
        reject(new Error(`${args.join(' ')}: ${error?.code} ${error?.signal} ${stdout}${stderr}`));
      }
    });
  });
}

/** All twenty, each over three years: `npm run simulate`, with its figures in docs/locks.md. */
test.for([1, 2, 3, 4])(
  'nothing that must hold is violated in a year: seed %i',
  { timeout: 600_000 },
  async (seed) => {
    const { answer, exitCode } = await run('--seed', String(seed), '--years', '1');
    expect(answer).not.toHaveProperty('violated');
    expect(exitCode).toBe(0);
    expect(answer.backups).toBeGreaterThan(150);
    expect(answer.renewed).toBeGreaterThan(1_000);
  },
);

test('the same seed is the same simulation', { timeout: 600_000 }, async () => {
  const [one, other] = await Promise.all([
    run('--seed', '7', '--days', '120'),
    run('--seed', '7', '--days', '120'),
  ]);
  expect({ ...one.answer, seconds: 0 }).toEqual({ ...other.answer, seconds: 0 });
});

test.for(plantedFaults)('finds a planted fault: $name', { timeout: 600_000 }, async ({ name, finds }) => {
  const { answer, exitCode } = await run('--fault', name);
  expect(answer.violated).toBe(finds);
  expect(exitCode).toBe(1);
});

test('finds nothing where the same scenario has no fault in it', { timeout: 600_000 }, async () => {
  for (const { name } of plantedFaults) {
    const { answer } = await run('--fault', name, '--without');
    expect([name, answer.violated]).toEqual([name, undefined]);
  }
});

test('a patch whose text is not there exactly once is refused', () => {
  const patch = { file: 'a.ts', text: 'b', replacement: 'c' };
  expect(patched('a b', patch)).toBe('a c');
  expect(() => patched('a', patch)).toThrow('has drifted');
  expect(() => patched('b b', patch)).toThrow('has drifted');
});
