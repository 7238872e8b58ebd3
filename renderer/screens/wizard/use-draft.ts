import { useCallback, useEffect, useState } from 'react';
import type { Input } from '../../../core/contract/calls.ts';
import type { ErrorShape, Reply } from '../../../core/contract/error-shape.ts';
import type { SetUpView } from '../../../core/contract/setup.ts';
import { act, askSecret } from '../../state/act.ts';
import type { SecretPurpose } from '../../../core/contract/secrets.ts';

export type Draft = {
  /** undefined: on its way. */
  readonly view: SetUpView | undefined;
  readonly error: ErrorShape | null;
  readonly busy: boolean;
  readonly change: (change: Input<'setup.change'>) => Promise<boolean>;
  readonly run: (
    call: 'setup.check-storage' | 'setup.commit' | 'setup.check-key-dead' | 'setup.view',
  ) => Promise<boolean>;
  /** @returns whether it was given */
  readonly secret: (purpose: SecretPurpose) => Promise<boolean>;
};

/** The engine keeps the draft; the window shows what it answers and holds nothing of its own. */
export function useDraft(): Draft {
  const [view, setView] = useState<SetUpView>();
  const [error, setError] = useState<ErrorShape | null>(null);
  const [pending, setPending] = useState(0);
  const take = useCallback(async (asked: Promise<Reply<SetUpView>>): Promise<boolean> => {
    setPending((count) => count + 1);
    const reply = await asked;
    setPending((count) => count - 1);
    setError(reply.ok ? null : reply.error);
    if (reply.ok) setView(reply.value);
    return reply.ok;
  }, []);
  const run = useCallback<Draft['run']>(async (call) => await take(act(call, {})), [take]);
  const change = useCallback<Draft['change']>(async (part) => await take(act('setup.change', part)), [take]);
  const secret = useCallback<Draft['secret']>(
    async (purpose) => {
      const reply = await askSecret(purpose, null);
      if (!reply.ok) setError(reply.error);
      await run('setup.view');
      return reply.ok && reply.value === 'given';
    },
    [run],
  );
  useEffect(() => void run('setup.view'), [run]);
  return { view, error, busy: pending > 0, change, run, secret };
}
