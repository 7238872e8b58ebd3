import type { JobPhase } from '../../contract/jobs.ts';
import { explainNothingFound } from '../../recovery/explain-nothing-found.ts';
import { ChunkPlaces } from '../../recovery/chunk-places.ts';
import { readTimeline } from '../../recovery/timeline/read-timeline.ts';
import { stoppable } from '../browsing/stoppable.ts';
import type { JobEnd, RunningJob } from '../service/service-context.ts';
import { countOf } from '../words-for-people.ts';
import { stepOf } from '../service/step-of.ts';
import type { RecoverySession } from './recovery-session.ts';

/** Reads what happened. The first answer is shown at once; what is found later may change it. */
export async function readTimelineJob(session: RecoverySession, job: RunningJob): Promise<JobEnd> {
  const { recovery } = session;
  const { meter } = recovery;
  const { signal } = job;
  const repository = stoppable(recovery.repository, signal);
  let phase: JobPhase = 'first-answer';
  job.progress(stepOf(phase, null));
  const timeline = await readTimeline(
    { repository, meter, now: () => recovery.now() },
    {
      signal,
      openPlaces: (snapshots) => ChunkPlaces.open({ repository, snapshots, want: 'everything', signal }),
      onFirstAnswer: (first) => {
        phase = 'looking-closer';
        session.tell(first, false);
        job.progress(stepOf(phase, null));
      },
      onProgress: (step) => job.progress(stepOf(phase, step)),
    },
  );
  if (timeline.snapshots.length === 0) await explainNothingFound(repository, { id: 'any' }, 0);
  session.tell(timeline, true);
  const { snapshots, attackBegan, notLookedAt } = timeline;
  return {
    state: notLookedAt.length > 0 ? 'warnings' : 'done',
    words: `${countOf(snapshots.length, 'backup')} found. ${attackBegan ? `An attack began: ${attackBegan.words}.` : 'Nothing says that there was an attack.'}`,
    figures: { snapshots: snapshots.length, requests: timeline.requests.total, attack: attackBegan ? 1 : 0 },
  };
}
