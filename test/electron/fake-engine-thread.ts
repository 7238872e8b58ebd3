/** In place of the engine's thread: notes what it is told, answers what a test prepared, and says what a test says. */
import { BroadcastChannel, parentPort, workerData } from 'node:worker_threads';
import type { EngineData, FromThread, ToThread } from '../../core/app/service/thread-messages.ts';
import { emptyState, type FromFake, type ToFake } from './fake-engine.ts';

const { appFolder } = workerData as EngineData;
const test = new BroadcastChannel(`fake-engine ${appFolder}`);
const answers = new Map<string, unknown>([['app.state', emptyState]]);

const post = (message: FromThread): void => parentPort?.postMessage(message);
const note = (seen: FromFake): void => test.postMessage(seen);

test.onmessage = (event: unknown) => {
  const told = (event as { readonly data: ToFake }).data;
  if (told.kind === 'answer') {
    answers.set(told.call, told.value);
    note({ kind: 'noted' });
  }
  if (told.kind === 'say') post({ kind: 'message', message: told.message });
  else if (told.kind === 'die') process.exit(1);
};

parentPort?.on('message', (message: ToThread) => {
  note({ kind: 'seen', message });
  if (message.kind === 'call' || message.kind === 'secret-call')
    post({ kind: 'reply', id: message.id, reply: { ok: true, value: answers.get(message.call) ?? null } });
  if (message.kind === 'stop') {
    test.close();
    parentPort?.close();
  }
});
note({ kind: 'started', data: workerData as EngineData });
