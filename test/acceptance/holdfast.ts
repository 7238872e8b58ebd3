import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../headless/holdfast.js', import.meta.url));

export type StorageKey = { readonly keyId: string; readonly key: string };

/** How a command ended: the last line of its standard output, parsed, and all that it said. */
export type Answer = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly json: Readonly<Record<string, unknown>>;
  readonly stderr: string;
};

/** The command of one set-up, driven from outside as a person's script would. */
export class Holdfast {
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly #account: { readonly uid?: number; readonly gid?: number };

  /** @param account runs the command as somebody else; only root may */
  constructor(
    home: string,
    environment: Readonly<Record<string, string>> = {},
    account: { readonly uid?: number; readonly gid?: number } = {},
  ) {
    this.home = home;
    this.environment = environment;
    this.#account = account;
  }

  /** The same home, with further variables. */
  withEnvironment(environment: Readonly<Record<string, string>>): Holdfast {
    return new Holdfast(this.home, { ...this.environment, ...environment }, this.#account);
  }

  /** Runs to the end, whatever the exit code. */
  async run(...args: readonly string[]): Promise<Answer> {
    const child = this.start(...args);
    const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve([code, signal]));
    });
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
    const [code, signal] = await ended;
    const last = (await stdout).trimEnd().split('\n').at(-1) ?? '';
    const json = last.startsWith('{') ? (JSON.parse(last) as Record<string, unknown>) : {};
    return { code, signal, json, stderr: await stderr };
  }

  /** Runs to the end and throws, with all that was said, unless it ends with one of these codes. */
  async succeed(args: readonly string[], codes: readonly number[] = [0]): Promise<Answer['json']> {
    const answer = await this.run(...args);
    if (answer.code === null || !codes.includes(answer.code))
      throw new Error(
        `holdfast ${args.join(' ')} ended with ${answer.code ?? answer.signal}: ${JSON.stringify(answer.json)}\n${answer.stderr}`,
      );
    return answer.json;
  }

  /** Starts without waiting, in a process group of its own, so that `kill(-pid)` reaches all of it. */
  start(...args: readonly string[]): ChildProcess {
    return spawn(process.execPath, [command, '--home', this.home, '--json', ...args], {
      ...this.#account,
      detached: true,
      env: {
        ...clean(process.env),
        HOLDFAST_KEYCHAIN: 'off',
        // Set-up would wait for a lock to end, each time.
        HOLDFAST_PROOF_SECONDS: '0',
        HOLDFAST_PASSPHRASE: passphrase,
        ...this.environment,
      },
    });
  }
}

export const passphrase = 'tide and time wait for no one';

/** Nothing of the caller's own set-up leaks into a test. */
function clean(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(HOLDFAST|VITEST|AWS)_/.test(name)),
  );
}

async function collect(stream: NodeJS.ReadableStream | null): Promise<string> {
  const chunks: Buffer[] = [];
  if (stream) for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
