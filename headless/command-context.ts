import { homedir } from 'node:os';
import { defaultHome } from '../core/app/default-home.ts';
import { homeAt, type Home } from '../core/app/home.ts';
import { realWorld, type World } from '../core/system/world.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';

/** What every command is given. */
export type CommandContext = {
  readonly home: Home;
  readonly json: boolean;
  readonly terminal: Terminal;
  readonly world: World;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** A line that is not the result: warnings, what is going on. Standard error. */
  readonly note: (line: string) => void;
};

/** What a command found: the JSON object of --json, and the same for people. */
export type Outcome = {
  readonly result: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** 0 done, 3 completed with warnings, 1 failed (check: damage found). Wrong usage is an error, 2. */
  readonly exitCode: 0 | 1 | 3;
};

export function makeContext(
  options: { readonly home?: string | undefined; readonly json?: boolean | undefined },
  terminal: Terminal,
  signal: AbortSignal,
): CommandContext {
  const { environment } = terminal;
  const folder =
    options.home ||
    environment['HOLDFAST_HOME'] ||
    defaultHome({ platform: process.platform, userFolder: homedir(), environment });
  return {
    home: homeAt(folder),
    json: options.json ?? false,
    terminal,
    world: realWorld,
    signal,
    note: (line) => terminal.err(`${printable(line)}\n`),
  };
}
