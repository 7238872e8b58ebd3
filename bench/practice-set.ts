import type { Engine } from '../core/app/service/engine.ts';
import type { Call, Input, Output, SecretInput } from '../core/contract/calls.ts';
import type { Reply } from '../core/contract/error-shape.ts';
import type { JobView } from '../core/contract/jobs.ts';
import type { SecretForm } from '../core/contract/secrets.ts';

/** Fills the set-up in for a practice vault. @returns commits, and resolves when the set-up's job has ended */
export async function fillSetUp(engine: Engine, source: string): Promise<() => Promise<void>> {
  await call(engine, 'setup.change', {
    name: 'Bench',
    storage: { kind: 'practice' },
    sources: [source],
    protectDays: 1,
    schedule: { kind: 'manual' },
  });
  const { request } = await call(engine, 'secret.request', { purpose: 'setup-kit', set: null });
  const { kit } = await give(engine, request, { passphrase: 'harbour lantern quiet otter 7' });
  const { positions } = await give(engine, request, {});
  await give(engine, request, { back: (positions ?? []).map((at) => kit?.words[at - 1] ?? '') });
  return async () => {
    const { job } = await call(engine, 'setup.commit', {});
    if (!job) throw new Error('No set-up was started');
    const { state, error } = await jobEnded(engine, ({ id }) => id === job.id);
    if (state === 'failed') throw new Error(`The set-up failed: ${error?.words ?? ''}`);
  };
}

export function jobEnded(engine: Engine, which: (job: JobView) => boolean): Promise<JobView> {
  return new Promise((resolve) => {
    const stop = engine.on((message) => {
      if (message.kind !== 'event' || message.name !== 'job') return;
      if (!which(message.payload) || message.payload.state === 'running') return;
      stop();
      resolve(message.payload);
    });
  });
}

async function call<C extends Call>(of: Engine, name: C, input: Input<C>): Promise<Output<C>> {
  return value(await of.call(name, input, 'ipc')) as Output<C>;
}

async function give(
  of: Engine,
  request: string,
  values: SecretInput<'secret.give'>['values'],
): Promise<SecretForm> {
  return value(await of.secretCall('secret.give', { request, values })) as SecretForm;
}

function value(reply: Reply<unknown>): unknown {
  if (!reply.ok) throw new Error(reply.error.words);
  return reply.value;
}
