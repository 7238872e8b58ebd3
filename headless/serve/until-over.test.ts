import { expect, test } from 'vitest';
import { untilOver } from './until-over.ts';

const never = new Promise<never>(() => undefined);

test('a person ends it, or an engine that has fallen for good', async () => {
  const abort = new AbortController();
  const over = untilOver({ ended: never }, abort.signal);
  abort.abort();
  await expect(over).resolves.toBeUndefined();
  await expect(
    untilOver({ ended: Promise.resolve('failed') }, new AbortController().signal),
  ).rejects.toMatchObject({ code: 'bug' });
});
