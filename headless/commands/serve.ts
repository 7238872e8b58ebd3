import { mkdirSync } from 'node:fs';
import { keepEngine } from '../../core/app/service/keep-engine.ts';
import { startEngine } from '../../core/app/service/start-engine.ts';
import type { Engine } from '../../core/app/service/engine.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import type { CommandContext } from '../command-context.ts';
import { parsePort } from '../parse-port.ts';
import { programVersion } from '../program-name.ts';
import { keychainAllowed } from '../secrets-from-outside.ts';
import { askForLink } from '../serve/ask-for-link.ts';
import { findBrowser } from '../serve/find-browser.ts';
import { openWindow, removeOpenPage } from '../serve/open-window.ts';
import { readServingNote, removeServingNote, writeServingNote } from '../serve/serving-note.ts';
import { startServer, type LoopbackServer } from '../serve/start-server.ts';
import { untilOver } from '../serve/until-over.ts';
import { windowFolder } from '../serve/window-folder.ts';
import { readWindowFiles } from '../serve/window-files.ts';

export type ServeFlags = { readonly port?: string; readonly open?: boolean };

/**
 * The window in a browser of this computer, until Ctrl-C. The first line of stdout is the address. Where it is served
 * already, that server gives another link and this command ends.
 */
export async function serve(context: CommandContext, options: ServeFlags): Promise<undefined> {
  const port = options.port === undefined ? 0 : parsePort(options.port);
  const { folder } = context.home;
  const note = readServingNote(folder);
  const known = note && (await askForLink(note, context.world));
  if (known !== undefined) {
    context.note('Holdfast is running already.');
    await show(context, known, options);
    return undefined;
  }
  const files = readWindowFiles(windowFolder);
  if (!files.has('/')) throw new HoldfastError('window-not-built');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const engine = keepEngine({
    start: () =>
      startEngine({
        entry: new URL('../engine-thread.ts', import.meta.url),
        data: {
          appFolder: folder,
          version: programVersion(),
          shell: 'loopback',
          keychain: keychainAllowed(context.terminal),
        },
      }),
    now: () => context.world.monotonic(),
    // Nobody may be there to be asked, and whoever started this sees that it ended.
    fellOften: () => Promise.resolve(false),
  });
  try {
    await answers(engine);
    const server = await start({ engine, files, world: context.world, port });
    try {
      await writeServingNote(folder, { port: server.port, secret: server.linkSecret });
      await show(context, server.newLink(), options);
      await served(context, server, engine);
    } finally {
      removeServingNote(folder);
      removeOpenPage(folder);
      await server.close();
    }
  } finally {
    await engine.stop();
  }
  return undefined;
}

/** Another program may use the folder: better said here than in every answer to the window. */
async function answers(engine: Engine): Promise<void> {
  const reply = await engine.call('app.state', {}, 'loopback');
  if (!reply.ok) throw new HoldfastError(reply.error.code, reply.error.details);
}

async function start(request: Parameters<typeof startServer>[0]): Promise<LoopbackServer> {
  try {
    return await startServer(request);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    throw new HoldfastError('port-busy', { port: request.port }, { cause: error });
  }
}

/** In a window of its own where that is wanted and there is a browser for it, else as an address. */
async function show(context: CommandContext, link: string, { open }: ServeFlags): Promise<void> {
  const { environment } = context.terminal;
  const browser = open ? findBrowser({ platform: process.platform, environment }) : undefined;
  if (browser === undefined) return await tell(context, link);
  context.note('Holdfast opens in a window of its own.');
  const { ended } = await openWindow(browser, link, context.home.folder);
  void ended.then(async (isGood) => {
    if (!isGood && !context.signal.aborted) await tell(context, link);
  });
}

async function tell({ terminal, json, note }: CommandContext, link: string): Promise<void> {
  await terminal.out(json ? `${JSON.stringify({ url: link })}\n` : `${link}\n`);
  note('Open this address in a browser of this computer within a minute. It works once.');
}

/** Until Ctrl-C; Enter asks for another link. @throws bug */
async function served(context: CommandContext, server: LoopbackServer, engine: Engine): Promise<void> {
  const { inIsTerminal } = context.terminal;
  const onEnter = (): void => void tell(context, server.newLink());
  if (inIsTerminal) {
    context.note('Enter shows a new address, Ctrl-C ends Holdfast.');
    process.stdin.on('data', onEnter);
  }
  try {
    await untilOver(engine, context.signal);
  } finally {
    process.stdin.off('data', onEnter);
    process.stdin.pause();
  }
}
