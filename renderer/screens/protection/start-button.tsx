import type { startable } from '../../../core/contract/jobs.ts';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import { Button } from '../../parts/button.tsx';
import { JobProgressLine } from '../../parts/job-progress-line.tsx';
import { act } from '../../state/act.ts';
import { useRunningJob } from '../../state/app-store.ts';

/** Starts one thing, and shows how far it is while it runs. */
export function StartButton({
  set,
  kind,
  words,
  running,
  onFailed,
}: {
  readonly set: string;
  readonly kind: (typeof startable)[number];
  readonly words: string;
  readonly running: string;
  readonly onFailed: (error: ErrorShape) => void;
}) {
  const job = useRunningJob(set, kind);
  const start = async (): Promise<void> => {
    const reply = await act('job.start', { set, kind });
    if (!reply.ok) onFailed(reply.error);
  };
  return job ? (
    <JobProgressLine job={job} words={running} />
  ) : (
    <div>
      <Button onPress={() => void start()}>{words}</Button>
    </div>
  );
}
