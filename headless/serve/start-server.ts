import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Engine } from '../../core/app/service/engine.ts';
import type { World } from '../../core/system/world.ts';
import { answerRequest, type Desk } from './answer-request.ts';
import { makeAttemptLimit } from './attempt-limit.ts';
import { makeEventStreams } from './event-streams.ts';
import { makeLinks } from './links.ts';
import { newSecret } from './new-secret.ts';
import { makeSessions } from './sessions.ts';
import type { WindowFile } from './window-files.ts';

/** Proxies and browsers give up on a connection that is silent for minutes. */
const heartbeatMs = 20_000;

export type LoopbackServer = {
  readonly port: number;
  /** Where it listens: 127.0.0.1, and ::1 where that exists. */
  readonly addresses: readonly string[];
  /** For who may ask for another link over HTTP. */
  readonly linkSecret: string;
  /** An address that lets one browser in, once, within a minute. The token is behind #: browsers do not send it. */
  readonly newLink: () => string;
  readonly close: () => Promise<void>;
};

export type LoopbackRequest = {
  readonly engine: Engine;
  readonly files: ReadonlyMap<string, WindowFile>;
  readonly world: Pick<World, 'random' | 'monotonic'>;
  /** 0: any. */
  readonly port: number;
};

/** Serves the window to browsers of this computer, and to nobody else. */
export async function startServer(request: LoopbackRequest): Promise<LoopbackServer> {
  const { engine, files, world } = request;
  let desk: Desk | undefined;
  const listener: RequestListener = (asked, response) => {
    // Only a fault of ours rejects. The connection ends, and the next request is none the worse.
    if (desk) answerRequest(desk, asked, response).catch(() => response.destroy());
    else response.destroy();
  };
  const first = await listen(listener, '127.0.0.1', request.port);
  const { port } = first.address() as AddressInfo;
  const second = await listen(listener, '::1', port).catch(() => undefined);
  const servers = second ? [first, second] : [first];
  const links = makeLinks(world);
  const streams = makeEventStreams(engine);
  const heartbeat = setInterval(streams.beat, heartbeatMs).unref();
  const linkSecret = newSecret(world);
  desk = {
    port,
    engine,
    files,
    links,
    streams,
    linkSecret,
    sessions: makeSessions(world),
    attempts: makeAttemptLimit(world),
  };
  return {
    port,
    addresses: servers.map((server) => (server.address() as AddressInfo).address),
    linkSecret,
    newLink: () => `http://127.0.0.1:${port}/#t=${links.make()}`,
    close: async () => {
      clearInterval(heartbeat);
      streams.close();
      await Promise.all(servers.map(end));
    },
  };
}

async function listen(listener: RequestListener, host: string, port: number): Promise<Server> {
  const server = createServer(
    { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 60_000 },
    listener,
  );
  server.maxConnections = 200;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, resolve);
  });
  return server;
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
