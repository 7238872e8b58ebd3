import type { z } from 'zod';
import type { Handlers, SecretHandlers } from '../../contract/bridge.ts';
import { inputs, secretWindowInputs } from '../../contract/calls.ts';
import type { ErrorShape, Reply } from '../../contract/error-shape.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { Caller } from './engine.ts';
import type { NeedsConfirm } from './needs-confirm.ts';
import type { Log } from './service-context.ts';
import { shapeError, shapeOf } from './shape-error.ts';
import { whileSomebodyWaits } from './waiting-person.ts';

type Dispatch = {
  readonly call: (call: string, input: unknown, caller: Caller) => Promise<Reply<unknown>>;
  /** For windows of secrets. Neither door leads to the other's calls. */
  readonly secretCall: (call: string, input: unknown) => Promise<Reply<unknown>>;
};

/** The only way in: nothing reaches a handler that its schema has not passed, and no error leaves but as a value. */
export function makeDispatch(about: {
  readonly handlers: Handlers;
  readonly secretHandlers: SecretHandlers;
  readonly needsConfirm: NeedsConfirm;
  readonly log: Pick<Log, 'error'>;
}): Dispatch {
  const { handlers, secretHandlers, needsConfirm, log } = about;
  return {
    call: async (call, input, caller) => {
      if (!isOf(inputs, call))
        return refused(new HoldfastError('request-invalid', { reason: 'no such call' }));
      const parsed = inputs[call].safeParse(input);
      if (!parsed.success)
        return refused(new HoldfastError('request-invalid', { reason: firstIssue(parsed.error) }));
      if (caller === 'loopback' && needsConfirm({ call, input: parsed.data }))
        return refused(new HoldfastError('confirm-needed'));
      // The schema of this very call has just made the input what the handler takes.
      return await answered(() => (handlers[call] as Handler)(parsed.data), log, call);
    },
    secretCall: async (call, input) => {
      if (!isOf(secretWindowInputs, call))
        return refused(new HoldfastError('request-invalid', { reason: 'no such call' }));
      const parsed = secretWindowInputs[call].safeParse(input);
      // What exactly is wrong may quote what was typed.
      if (!parsed.success)
        return refused(
          new HoldfastError('request-invalid', { reason: 'something typed is too long or misplaced' }),
        );
      return await answered(() => (secretHandlers[call] as Handler)(parsed.data), log, call);
    },
  };
}

type Handler = (input: unknown) => Promise<unknown>;

const isOf = <T extends object>(calls: T, call: string): call is keyof T & string =>
  Object.hasOwn(calls, call);

const refused = (error: HoldfastError): { readonly ok: false; readonly error: ErrorShape } => ({
  ok: false,
  error: shapeOf(error),
});

async function answered(
  run: () => Promise<unknown>,
  log: Pick<Log, 'error'>,
  call: string,
): Promise<Reply<unknown>> {
  try {
    return { ok: true, value: await whileSomebodyWaits(run) };
  } catch (error) {
    return { ok: false, error: shapeError(error, log, call) };
  }
}

function firstIssue(error: z.ZodError): string {
  const [first] = error.issues;
  return `${first?.path.join('.') || 'the input'}: ${first?.message ?? 'not valid'}`.slice(0, 300);
}
