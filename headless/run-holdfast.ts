import { startHoldfast } from './start-holdfast.ts';

export type Ended = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of stdout under --json. */
  readonly json: Readonly<Record<string, unknown>>;
};

/** A plain environment: nothing of whoever runs the tests (keys, homes, keychain) gets in. */
export const plainEnvironment = (extra: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '/',
  HOLDFAST_KEYCHAIN: 'off',
  // Set-up would wait for a lock to end, each time.
  HOLDFAST_PROOF_SECONDS: '0',
  ...extra,
});

/** Runs the command to its end. */
export async function runHoldfast(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  const child = startHoldfast(args, plainEnvironment(environment), 'pipe');
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr, json: lastObject(stdout) };
}

function lastObject(stdout: string): Readonly<Record<string, unknown>> {
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(last) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
