import { expect, test } from 'vitest';
import type { Engine, EngineMessage } from './engine.ts';
import { keepEngine } from './keep-engine.ts';

function fakeEngines() {
  const made: { fall: () => void; say: (message: EngineMessage) => void; told: unknown[] }[] = [];
  const start = (): Engine => {
    const ended = Promise.withResolvers<'stopped' | 'failed'>();
    const number = made.length;
    const told: unknown[] = [];
    let listener: (message: EngineMessage) => void = () => undefined;
    made.push({ fall: () => ended.resolve('failed'), say: (message) => listener(message), told });
    return {
      call: () => Promise.resolve({ ok: true, value: number }),
      secretCall: () => Promise.resolve({ ok: true, value: number }),
      on: (one) => {
        listener = one;
        return () => undefined;
      },
      tell: (fact) => void told.push(fact),
      stop: () => Promise.resolve(ended.resolve('stopped')),
      ended: ended.promise,
    };
  };
  return { made, start };
}

const visible = { kind: 'visible', visible: true } as const;

test('an engine that falls is followed by another, which knows what was told, until it falls too often', async () => {
  const { made, start } = fakeEngines();
  const engine = keepEngine({ start, now: () => 0, fellOften: () => Promise.resolve(false) });
  const heard: EngineMessage[] = [];
  engine.on((message) => void heard.push(message));
  engine.tell(visible);
  for (const number of [1, 2, 3]) {
    made.at(-1)?.fall();
    await expect.poll(() => engine.call('app.state', {}, 'ipc')).toEqual({ ok: true, value: number });
  }
  expect(made.at(-1)?.told).toEqual([visible]);
  const message = { kind: 'wish', wish: { kind: 'keep-awake', on: true } } as const;
  heard.length = 0;
  made.at(-1)?.say(message);
  expect(heard).toEqual([message]);
  made.at(-1)?.fall();
  expect(await engine.ended).toBe('failed');
  // Or the computer stays awake for a job that fell with its engine.
  expect(heard.at(-1)).toEqual({ kind: 'wish', wish: { kind: 'keep-awake', on: false } });
});

test('one that is stopped while a person is asked is not started again, whatever he says', async () => {
  const { made, start } = fakeEngines();
  const asked = Promise.withResolvers<boolean>();
  const engine = keepEngine({ start, now: () => 0, fellOften: () => asked.promise });
  for (const number of [1, 2, 3]) {
    made.at(-1)?.fall();
    await expect.poll(() => made.length).toBe(number + 1);
  }
  made.at(-1)?.fall();
  await engine.stop();
  asked.resolve(true);
  expect(await engine.ended).toBe('failed');
  expect(made).toHaveLength(4);
});
