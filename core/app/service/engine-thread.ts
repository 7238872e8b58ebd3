import { parentPort } from 'node:worker_threads';
import type { Reply } from '../../contract/error-shape.ts';
import type { World } from '../../system/world.ts';
import type { PracticePort } from '../practice-port.ts';
import { createService, type Service } from './create-service.ts';
import type { HostFact } from './engine.ts';
import { keepTrying } from './keep-trying.ts';
import { shapeError } from './shape-error.ts';
import { silentLog } from './silent-log.ts';
import type { EngineData, FromThread, ToThread } from './thread-messages.ts';

/**
 * Runs the engine in this worker thread until the shell says stop. Where it cannot start (another one uses the folder), the
 * calls that wait answer why, and it is tried again: at the next call, and every minute.
 */
export function runEngineThread(options: {
  readonly data: EngineData;
  readonly world: World;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly practice: PracticePort;
}): void {
  const port = parentPort;
  if (!port) throw new Error('not a worker thread');
  const post = (message: FromThread): void => port.postMessage(message);
  const { data, ...parts } = options;
  const facts = new Map<HostFact['kind'], HostFact>();
  const service = keepTrying(() => {
    const opening = createService({
      ...data,
      ...parts,
      tell: (message) => post({ kind: 'message', message }),
    });
    // A failure is told to every call; until the first one comes, nobody waits for it.
    void opening
      .then((to) => {
        process.on('uncaughtExceptionMonitor', (error) => to.fell(error));
        for (const fact of facts.values()) to.tell(fact);
      })
      .catch(() => undefined);
    return opening;
  }, parts.world);
  const reply = async (id: number, work: (service: Service) => Promise<Reply<unknown>>): Promise<void> => {
    const answer = await service
      .again()
      .then(work)
      .catch((error: unknown): Reply<unknown> => ({
        ok: false,
        error: shapeError(error, silentLog, 'engine'),
      }));
    post({ kind: 'reply', id, reply: answer });
  };
  port.on('message', (message: ToThread) => {
    if (message.kind === 'call')
      void reply(message.id, (to) => to.call(message.call, message.input, message.caller));
    else if (message.kind === 'secret-call')
      void reply(message.id, (to) => to.secretCall(message.call, message.input));
    else if (message.kind === 'fact') {
      // What happened once is of no interest later.
      if (message.fact.kind !== 'resumed') facts.set(message.fact.kind, message.fact);
      void service
        .current()
        .then((to) => to.tell(message.fact))
        .catch(() => undefined);
    } else
      void service
        .current()
        .then((to) => to.stop())
        .catch(() => undefined)
        // Whatever waits for a line waits in vain.
        .finally(() => process.exit(0));
  });
}
