import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { realWorld } from '../../core/system/world.ts';
import { makeEventStreams } from './event-streams.ts';
import { makeSessions, sessionIdleMs } from './sessions.ts';
import { makeFakeEngine } from './testing/fake-engine.ts';

it('reaches the window, and who listens is using his session', async () => {
  let now = 0;
  const sessions = makeSessions({ random: realWorld.random, monotonic: () => now });
  const { cookie } = sessions.begin();
  const idle = sessions.begin();
  const streams = makeEventStreams(makeFakeEngine());
  const server = createServer((_request, response) =>
    streams.open(response, () => void sessions.find(cookie)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const heard = await new Promise<string>((resolve, reject) => {
    let text = '';
    get({ host: '127.0.0.1', port }, (response) =>
      response.on('data', (piece: Buffer) => {
        text += piece.toString('utf8');
        if (text.includes('still here')) resolve(text);
        else if (now === 0) {
          now = sessionIdleMs - 1;
          streams.beat();
        }
      }),
    ).on('error', reject);
  });
  expect(heard).toMatch(/^: still here$/m);
  now += sessionIdleMs - 1;
  expect(sessions.find(cookie)).toBeDefined();
  expect(sessions.find(idle.cookie)).toBeUndefined();
  streams.close();
  server.close();
  server.closeAllConnections();
});
