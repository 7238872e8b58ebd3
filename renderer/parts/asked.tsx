import type { ReactNode } from 'react';
import type { Asked as Answer } from '../state/use-call.ts';
import { ErrorPanel } from './error-panel.tsx';
import { Skeleton } from './skeleton.tsx';

/** What was asked of the engine, in its four forms: on its way, failed, failed with an older answer at hand, and there. */
export function Asked<T>({
  of,
  waiting,
  children,
}: {
  readonly of: Answer<T>;
  /** Takes the place of the answer while it is on its way. */
  readonly waiting?: ReactNode;
  readonly children: (value: T) => ReactNode;
}) {
  return (
    <>
      {of.error && <ErrorPanel error={of.error} onRetry={of.again} />}
      {of.value !== undefined
        ? children(of.value)
        : !of.error && <div aria-busy="true">{waiting ?? <Skeleton height={96} />}</div>}
    </>
  );
}
