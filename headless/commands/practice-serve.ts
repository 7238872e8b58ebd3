import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import type { CommandContext } from '../command-context.ts';
import { parsePort } from '../parse-port.ts';

/** Serves until Ctrl-C or SIGTERM. The first line of stdout is for programs, everything for people goes to stderr. */
export async function practiceServe(
  context: CommandContext,
  options: { readonly dir?: string; readonly port?: string; readonly liar?: boolean },
): Promise<undefined> {
  const port = options.port === undefined ? 0 : parsePort(options.port);
  const vault = await start(options.dir ?? context.home.practice, port, options.liar ?? false);
  try {
    const { b2, s3, region, keyId, key } = vault;
    await context.terminal.out(`${JSON.stringify({ b2, s3, region, keyId, key })}\n`);
    context.note(
      `Practice vault on ${b2}. It protects nothing: whoever owns this disk owns it. Ctrl-C ends it.`,
    );
    if (options.liar)
      context.note('It lies: it takes locks, and deletes what is locked for any key that may delete.');
    await aborted(context.signal);
  } finally {
    await vault.close();
  }
}

async function start(dir: string, port: number, liar: boolean): Promise<PracticeVault> {
  try {
    return await startPracticeVault({ dir, port, liar });
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'EADDRINUSE' || code === 'EACCES')
      throw new HoldfastError('port-busy', { port }, { cause: error });
    if (code === 'SQLITE_BUSY')
      throw new HoldfastError(
        'path-impossible',
        { path: dir, reason: 'another practice vault uses it' },
        { cause: error },
      );
    throw error;
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
