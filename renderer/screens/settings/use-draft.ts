import { useRef, useState } from 'react';
import type { ErrorShape, Reply } from '../../../core/contract/error-shape.ts';

export type Draft<T> = {
  /** As the person sees it: what is kept, and over it what is not kept yet. */
  readonly value: T;
  readonly save: (part: Partial<T>) => void;
  readonly state: 'idle' | 'saving' | 'saved' | 'failed';
  readonly error: ErrorShape | undefined;
  readonly retry: () => void;
};

/** Keeps each change as it is made. What the engine refuses stays on the screen, so that nothing typed is lost. */
export function useDraft<T extends object>(
  saved: T,
  change: (part: Partial<T>) => Promise<Reply<T>>,
): Draft<T> {
  const pending = useRef<Partial<T>>({});
  const turn = useRef(0);
  const [status, setStatus] = useState<{ state: Draft<T>['state']; error?: ErrorShape }>({ state: 'idle' });
  const send = async (): Promise<void> => {
    const own = ++turn.current;
    setStatus({ state: 'saving' });
    const reply = await change(pending.current);
    if (own !== turn.current) return;
    if (reply.ok) pending.current = {};
    setStatus(reply.ok ? { state: 'saved' } : { state: 'failed', error: reply.error });
  };
  return {
    value: { ...saved, ...pending.current },
    save: (part) => {
      pending.current = { ...pending.current, ...part };
      void send();
    },
    state: status.state,
    error: status.error,
    retry: () => void send(),
  };
}
