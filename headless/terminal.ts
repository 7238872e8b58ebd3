import { isatty } from 'node:tty';

/** The outside of the command, so that a test can run it without a process of its own. */
export type Terminal = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Results: for pipes and eyes. Resolves once the bytes are handed over. */
  readonly out: (text: string) => Promise<void>;
  /** Everything that is not the result: progress, warnings, errors. */
  readonly err: (text: string) => void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  readonly inIsTerminal: boolean;
  readonly width: () => number;
};

export const realTerminal: Terminal = {
  environment: process.env,
  out: (text) =>
    new Promise((resolve, reject) => process.stdout.write(text, (e) => (e ? reject(e) : resolve()))),
  err: (text) => void process.stderr.write(text),
  outIsTerminal: isatty(1),
  errIsTerminal: isatty(2),
  inIsTerminal: isatty(0),
  width: () => process.stderr.columns ?? 80,
};
