import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('read_repository.py', import.meta.url));

export type PythonRan = {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Its last line. */
  readonly json: Readonly<Record<string, unknown>>;
};

/** Runs the reader; the program that tests it goes on serving the vault meanwhile. */
export async function runPythonReader(
  python: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<PythonRan> {
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  return await new Promise((resolve) => {
    execFile(python, [program, ...args], { env, maxBuffer: 64 << 20 }, (error, out, err) => {
      const last = out.trimEnd().split('\n').at(-1) ?? '';
      const json = last.startsWith('{') ? (JSON.parse(last) as PythonRan['json']) : {};
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err, json });
    });
  });
}
