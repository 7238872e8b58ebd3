import { useCallback, useEffect, useRef, useState } from 'react';
import type { Call, Input, Output } from '../../core/contract/calls.ts';
import type { ErrorShape } from '../../core/contract/error-shape.ts';
import { bridgeOf } from './app-store.ts';

export type Asked<T> = {
  /** The last answer; kept while a newer one is on its way. */
  readonly value: T | undefined;
  readonly error: ErrorShape | undefined;
  readonly busy: boolean;
  readonly again: () => void;
};

/**
 * What a call answers, asked again whenever its input changes or `fresh` does; an answer that was overtaken is dropped.
 * @param input null: nothing is asked
 * @param fresh anything whose change makes the answer stale, such as the end of a job
 */
export function useCall<C extends Call>(call: C, input: Input<C> | null, fresh?: unknown): Asked<Output<C>> {
  const [answer, setAnswer] = useState<{ value?: Output<C>; error?: ErrorShape; key?: string }>({});
  const [asking, setAsking] = useState(0);
  const [turn, setTurn] = useState(0);
  const latest = useRef(0);
  const key = input === null ? null : JSON.stringify(input);
  useEffect(() => {
    if (key === null) return;
    const own = ++latest.current;
    setAsking((count) => count + 1);
    void bridgeOf()
      .call(call, JSON.parse(key) as Input<C>)
      .then((reply) => {
        setAsking((count) => count - 1);
        if (own !== latest.current) return;
        setAnswer((before) =>
          reply.ok
            ? { value: reply.value, key }
            : {
                error: reply.error,
                key,
                ...(before.key === key && before.value !== undefined && { value: before.value }),
              },
        );
      });
  }, [call, key, turn, fresh]);
  const again = useCallback(() => setTurn((count) => count + 1), []);
  // Between a new input and its question there is a moment, in which the old answer must not count as the new one.
  const isOvertaken = key !== null && answer.key !== key;
  return { value: answer.value, error: answer.error, busy: asking > 0 || isOvertaken, again };
}
