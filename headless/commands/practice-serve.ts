import { startPracticeVault } from '../../practice/server/start-practice-vault.ts';
import type { CommandContext } from '../command-context.ts';
import { parsePort } from '../parse-port.ts';

/** Serves until Ctrl-C or SIGTERM. The first line of stdout is for programs, everything for people goes to stderr. */
export async function practiceServe(
  context: CommandContext,
  options: { readonly dir?: string; readonly port?: string },
): Promise<undefined> {
  const vault = await startPracticeVault({
    dir: options.dir ?? context.home.practice,
    ...(options.port === undefined ? {} : { port: parsePort(options.port) }),
  });
  try {
    const { b2, s3, region, keyId, key } = vault;
    await context.terminal.out(`${JSON.stringify({ b2, s3, region, keyId, key })}\n`);
    context.note(
      `Practice vault on ${b2}. It protects nothing: whoever owns this disk owns it. Ctrl-C ends it.`,
    );
    await aborted(context.signal);
  } finally {
    await vault.close();
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
