import { useEffect, useState } from 'react';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import type { RunRow } from '../../../core/contract/sets.ts';
import { bridgeOf } from '../../state/app-store.ts';

const page = 200;

export type Runs = {
  /** undefined: the first page is on its way. */
  readonly rows: readonly RunRow[] | undefined;
  readonly error: ErrorShape | undefined;
  readonly busy: boolean;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly again: () => void;
};

/**
 * Runs, newest first, a page at a time as far as somebody scrolls.
 * @param fresh changes when a run has ended: all of it is asked for anew
 */
export function useRuns(set: string, fresh: unknown): Runs {
  const [state, setState] = useState<{
    rows?: readonly RunRow[];
    total: number;
    error?: ErrorShape;
    busy: boolean;
  }>({ total: 0, busy: false });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isOver = false;
    void bridgeOf()
      .call('activity.runs', { set, offset: 0, limit: page })
      .then((reply) => {
        if (isOver) return;
        setState((before) =>
          reply.ok
            ? { rows: reply.value.runs, total: reply.value.total, busy: false }
            : { ...before, error: reply.error, busy: false },
        );
      });
    return () => {
      isOver = true;
    };
  }, [set, fresh, turn]);
  const { rows, total, error, busy } = state;
  const more = (): void => {
    if (!rows || busy || rows.length >= total) return;
    setState({ ...state, busy: true });
    void bridgeOf()
      .call('activity.runs', { set, offset: rows.length, limit: page })
      .then((reply) =>
        setState((before) => {
          if (before.rows !== rows) return { ...before, busy: false };
          return reply.ok
            ? { rows: withoutTwins([...rows, ...reply.value.runs]), total: reply.value.total, busy: false }
            : { ...before, error: reply.error, busy: false };
        }),
      );
  };
  return {
    rows,
    error,
    busy,
    hasMore: rows !== undefined && rows.length < total,
    more,
    again: () => setTurn(turn + 1),
  };
}

/** A run that began meanwhile moves all others down by one. */
const withoutTwins = (rows: readonly RunRow[]): readonly RunRow[] => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
];
