import { useState } from 'react';
import type { JobView } from '../../../core/contract/jobs.ts';
import type { Source } from '../../../core/contract/shared.ts';
import { act } from '../../state/act.ts';
import { useStarted } from '../../state/use-started.ts';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import { RestoreForm } from './restore-form.tsx';
import { RestoreProgress } from './restore-progress.tsx';
import { RestoreReport } from './restore-report.tsx';

export type Selection = {
  readonly source: Source;
  readonly snapshot: string;
  /** The platform it was made on. */
  readonly platform: string;
  readonly paths: readonly string[];
};

type Props = {
  readonly selection: Selection | null;
  /** One that runs or ran already. */
  readonly job?: JobView | null;
  /** Old home folder, where it may have another name here. */
  readonly oldHome?: string | null;
  readonly onClose: () => void;
  readonly onEnd?: () => void;
};

/** Where to, then how far, then what came of it: the same for one version, a selection and a whole recovery. */
export function RestoreFlow({ selection, job = null, oldHome = null, onClose, onEnd }: Props) {
  const [started, setStarted] = useState<JobView | null>(job);
  const [error, setError] = useState<ErrorShape | null>(null);
  const latest = useStarted(started);
  if (!latest)
    return (
      selection && (
        <RestoreForm
          selection={selection}
          oldHome={oldHome}
          error={error}
          onCancel={onClose}
          onStart={async (plan) => {
            const reply = await act('restore.start', { plan });
            if (reply.ok) setStarted(reply.value);
            else setError(reply.error);
          }}
        />
      )
    );
  if (latest.state === 'running') return <RestoreProgress job={latest} onClose={onClose} />;
  return (
    <RestoreReport
      job={latest}
      onAgain={
        selection
          ? () => {
              setStarted(null);
              setError(null);
            }
          : null
      }
      onClose={() => {
        onEnd?.();
        onClose();
      }}
    />
  );
}
