import type { ServerResponse } from 'node:http';
import type { AppState } from '../../core/contract/app.ts';
import type { Engine } from '../../core/app/service/engine.ts';
import { makeEventBacklog, type EngineEvent } from './event-backlog.ts';

/** Windows that listen at once; a browser opens six connections to a host anyhow. */
const mostStreams = 16;

/** The engine's events as server-sent events. */
export type EventStreams = {
  /**
   * @param use called at every beat: who listens is using his session
   * @returns false: too many listen already
   */
  readonly open: (response: ServerResponse, use: () => void) => boolean;
  /** Says that the connections live, so that a window notices when one does not. */
  readonly beat: () => void;
  readonly close: () => void;
};

export function makeEventStreams(engine: Engine): EventStreams {
  const streams = new Set<ReturnType<typeof makeStream>>();
  const end = engine.on((message) => {
    if (message.kind !== 'event') return;
    for (const stream of streams) stream.send(message);
  });
  const tellVisible = (): void => engine.tell({ kind: 'visible', visible: streams.size > 0 });
  return {
    open: (response, use) => {
      if (streams.size >= mostStreams) return false;
      const stream = makeStream(response, use);
      streams.add(stream);
      tellVisible();
      response.on('close', () => {
        streams.delete(stream);
        tellVisible();
      });
      // Whoever connects again has missed something: the state says how things are now.
      void engine.call('app.state', {}, 'loopback').then((reply) => {
        if (reply.ok) stream.send({ kind: 'event', name: 'state', payload: reply.value as AppState });
      });
      return true;
    },
    beat: () => {
      for (const stream of streams) stream.beat();
    },
    close: () => {
      end();
      for (const stream of streams) stream.end();
    },
  };
}

/** Writes while the window reads; meanwhile only the newest of each kind is kept for it. */
function makeStream(response: ServerResponse, use: () => void) {
  const backlog = makeEventBacklog();
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  let isFull = !response.write(': Holdfast\n\n');
  const flush = (): void => {
    for (const event of backlog.take()) {
      if (isFull) backlog.add(event);
      else isFull = !response.write(lines(event));
    }
  };
  response.on('drain', () => {
    isFull = false;
    flush();
  });
  return {
    send: (event: EngineEvent): void => {
      backlog.add(event);
      if (!isFull) flush();
    },
    beat: (): void => {
      use();
      if (!isFull) isFull = !response.write(': still here\n\n');
    },
    end: (): void => void response.end(),
  };
}

const lines = ({ name, payload }: EngineEvent): string =>
  `event: ${name}\ndata: ${JSON.stringify(payload)}\n\n`;
