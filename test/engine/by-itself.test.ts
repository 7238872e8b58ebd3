import { readFile, rename } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeAt } from '../../core/app/home.ts';
import { openRunLog } from '../../core/app/service/run-log.ts';
import { silentLog } from '../../core/app/service/silent-log.ts';
import { createService, type Service } from '../../core/app/service/create-service.ts';
import type { EngineMessage } from '../../core/app/service/engine.ts';
import type { Call, Input, Output } from '../../core/contract/calls.ts';
import type { JobView } from '../../core/contract/jobs.ts';
import { realWorld, type World } from '../../core/system/world.ts';
import { openPractice } from '../../practice/thread/open-practice.ts';
import { EngineScene, passphrase } from './engine-scene.ts';

const minute = 60_000;
const hour = 60 * minute;

/** The real world, but that nobody sleeps for long unless time is moved. */
function hurriedWorld(): World & { readonly pass: (milliseconds: number) => void } {
  let ahead = 0;
  const sleepers = new Set<() => void>();
  const world = {
    ...realWorld,
    now: () => realWorld.now() + ahead,
    monotonic: () => realWorld.monotonic() + ahead,
    sleep: (milliseconds: number, signal?: AbortSignal) =>
      // A proof waits for its lock to end.
      milliseconds < 10_000
        ? realWorld.sleep(milliseconds, signal)
        : new Promise<void>((resolve, reject) => {
            if (signal?.aborted === true) return reject(signal.reason as Error);
            const until = world.monotonic() + milliseconds;
            const look = (): void => {
              if (world.monotonic() < until) return;
              sleepers.delete(look);
              resolve();
            };
            sleepers.add(look);
            signal?.addEventListener('abort', () => {
              sleepers.delete(look);
              reject(signal.reason as Error);
            });
          }),
    pass: (milliseconds: number) => {
      ahead += milliseconds;
      for (const look of sleepers) look();
    },
  };
  return world;
}

let scene: EngineScene;
let service: Service | undefined;
beforeEach(async () => {
  scene = await EngineScene.make();
});
afterEach(async () => {
  await service?.stop();
  await scene.end();
});

async function start(world: World, tell: (message: EngineMessage) => void): Promise<Service> {
  service = await createService({
    appFolder: scene.appFolder,
    version: '0.0.1',
    shell: 'loopback',
    keychain: false,
    world,
    environment: {},
    practice: { open: openPractice },
    tell,
  });
  return service;
}

test('a key that a person typed for one proof is not used up by the proof that is due by itself', async () => {
  await scene.setUpMain();
  const home = homeAt(scene.appFolder);
  const { keyId, key, close } = await openPractice(home.practice);
  await close();
  const runs = openRunLog(() => home, silentLog);
  const startedAt = realWorld.now() - 48 * hour;
  const backup = { id: 'before', kind: 'backup', startedAt } as const;
  runs.begin('main', backup);
  const ran = { seconds: 1, result: 'done', figures: {}, words: '', snapshot: null, error: null } as const;
  runs.end('main', { ...backup, ...ran }, []);
  runs.close();
  const world = hurriedWorld();
  const ended: JobView[] = [];
  const running = await start(world, (one) => {
    if (one.kind === 'event' && one.name === 'job' && one.payload.state !== 'running')
      ended.push(one.payload);
  });
  for (const [purpose, values] of [
    ['unlock', { passphrase }],
    ['proof-key', { keyId, key }],
  ] as const) {
    const asked = await running.call('secret.request', { purpose, set: 'main' }, 'ipc');
    const { request } = (asked as { readonly value: { readonly request: string } }).value;
    await running.secretCall('secret.give', { request, values });
  }
  const proofs = (): readonly JobView[] => ended.filter(({ kind }) => kind === 'prove');
  world.pass(2 * minute);
  await expect.poll(() => proofs().length).toBe(1);
  await running.call('job.start', { set: 'main', kind: 'prove' }, 'ipc');
  await expect.poll(() => proofs().length).toBe(2);
  expect(proofs().map(({ figures }) => figures['lockHalf'])).toEqual([0, 1]);
});

test('what is due happens by itself: a backup after six hours, its failure told, and nothing secret in the log', async () => {
  await scene.setUpMain();
  await scene.write('letter.txt', 'dear Anna');
  const world = hurriedWorld();
  const messages: EngineMessage[] = [];
  const running = await start(world, (message) => void messages.push(message));
  const call = async <C extends Call>(name: C, input: Input<C>): Promise<Output<C>> => {
    const reply = await running.call(name, input, 'ipc');
    if (!reply.ok) throw new Error(`${name}: ${reply.error.words}`);
    return reply.value as Output<C>;
  };
  const jobs = (): readonly JobView[] =>
    messages.flatMap((one) => (one.kind === 'event' && one.name === 'job' ? [one.payload] : []));
  const ended = async (kind: JobView['kind'], state: JobView['state'], count: number): Promise<void> =>
    await expect
      .poll(() => jobs().filter((job) => job.kind === kind && job.state === state).length)
      .toBe(count);

  const { request } = await call('secret.request', { purpose: 'unlock', set: 'main' });
  await running.secretCall('secret.give', { request, values: { passphrase } });
  await call('set.change', {
    set: 'main',
    change: { sources: [scene.documents], schedule: { kind: 'every', hours: 6 } },
  });
  await call('job.start', { set: 'main', kind: 'backup' });
  await ended('backup', 'done', 1);
  await expect
    .poll(async () => (await call('app.state', {})).sets[0]?.nextRun)
    .toBeGreaterThan(world.now() + 5.9 * hour);

  world.pass(6 * hour);
  await ended('backup', 'done', 2);
  expect(messages).toContainEqual({ kind: 'wish', wish: { kind: 'keep-awake', on: true } });

  await rename(scene.documents, `${scene.documents} moved`);
  world.pass(6 * hour + 10 * minute);
  await ended('backup', 'failed', 1);
  await expect
    .poll(() =>
      messages.flatMap((one) => (one.kind === 'wish' && one.wish.kind === 'notify' ? [one.wish.notice] : [])),
    )
    .toMatchObject([{ kind: 'backup-failed', set: 'main', error: { code: 'path-impossible' } }]);

  await rename(`${scene.documents} moved`, scene.documents);
  world.pass(15 * minute);
  await ended('backup', 'done', 3);
  await expect.poll(async () => (await call('app.state', {})).notices).toEqual([]);

  const { file } = await call('app.export-logs', { folder: scene.documents });
  const log = await readFile(file, 'utf8');
  expect(log).toContain('Started backup.');
  expect(log).not.toContain(passphrase);
});
