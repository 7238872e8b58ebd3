import { afterAll, beforeAll, expect, test } from 'vitest';
import { startShell, type Shell } from './shell-fixture.ts';

let shell: Shell;
beforeAll(async () => {
  shell = await startShell();
});
afterAll(() => shell.close());

test('the page has the bridge and nothing else of Electron', async () => {
  const seen = await shell.page.evaluate(() => {
    const page = globalThis as unknown as Record<string, object>;
    return {
      bridge: Object.keys(page['holdfast'] ?? {}).toSorted(),
      leaks: ['require', 'process', 'Buffer', 'electron', 'ipcRenderer', 'module', 'holdfastSecret'].filter(
        (name) => name in page,
      ),
    };
  });
  expect(seen).toEqual({ bridge: ['call', 'on', 'openSecretWindow'], leaks: [] });
});

test('a call goes to the engine as it was made, and its answer comes back', async () => {
  shell.engine.answer('app.logs', [{ at: 1, level: 'info', part: 'x', words: 'hello' }]);
  const reply = await shell.page.evaluate(() =>
    (
      globalThis as unknown as { holdfast: { call: (call: string, input: unknown) => unknown } }
    ).holdfast.call('app.logs', { level: 'info', limit: 10 }),
  );
  expect(reply).toEqual({ ok: true, value: [{ at: 1, level: 'info', part: 'x', words: 'hello' }] });
  expect(await shell.engine.told({ call: 'app.logs' })).toMatchObject({
    input: { level: 'info', limit: 10 },
    caller: 'ipc',
  });
});
