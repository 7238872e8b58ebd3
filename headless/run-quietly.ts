import { runCommand } from './run-command.ts';

export type RanQuietly = {
  readonly code: number;
  readonly json: Readonly<Record<string, unknown>>;
  readonly out: string;
  readonly err: string;
};

/** A command as a person types it, inside this process, which spares the start of another; what it prints is kept from the screen. */
export async function runQuietly(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<RanQuietly> {
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
    signal,
  );
  const last = out.trimEnd().split('\n').at(-1) ?? '';
  const json = last.startsWith('{') ? (JSON.parse(last) as RanQuietly['json']) : {};
  return { code, json, out, err };
}

/** Of what a command said last: why it failed. */
export const lastLineOf = ({ err }: RanQuietly): string => err.trimEnd().split('\n').at(-1) ?? '';
