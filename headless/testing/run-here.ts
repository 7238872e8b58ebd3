import { runCommand } from '../run-command.ts';

export type RanHere = {
  readonly code: number;
  readonly json: Readonly<Record<string, unknown>>;
  readonly out: string;
  readonly err: string;
};

/** Runs a command inside this process, which spares the start of another: for tests that run many. */
export async function runHere(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<RanHere> {
  let out = '';
  let err = '';
  const code = await runCommand(
    args,
    {
      // Set-up would wait for a lock to end, each time.
      environment: { HOLDFAST_KEYCHAIN: 'off', HOLDFAST_PROOF_SECONDS: '0', ...environment },
      out: (text) => {
        out += text;
        return Promise.resolve();
      },
      err: (text) => void (err += text),
      outIsTerminal: false,
      errIsTerminal: false,
      inIsTerminal: false,
      width: () => 80,
    },
    new AbortController().signal,
  );
  const last = out.trimEnd().split('\n').at(-1) ?? '';
  const json = last.startsWith('{') ? (JSON.parse(last) as RanHere['json']) : {};
  return { code, json, out, err };
}
