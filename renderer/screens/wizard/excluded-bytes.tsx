import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Excludes } from '../../../core/contract/sets.ts';
import { useFormat } from '../../format/use-format.ts';
import { act } from '../../state/act.ts';
import { useJob } from '../../state/app-store.ts';

/** So long nothing is changed any more before counting begins. */
const settleMs = 400;

/** Counts what would be backed up and what the presets leave out, while one chooses. */
export function useMeasured(sources: readonly string[], excludes: Excludes) {
  const [job, setJob] = useState<string | null>(null);
  const key = JSON.stringify([sources, excludes]);
  useEffect(() => {
    if (sources.length === 0) return setJob(null);
    let started: string | null = null;
    let isOver = false;
    const timer = setTimeout(() => {
      void act('set.preview-excludes', { sources: [...sources], excludes }).then((reply) => {
        if (!reply.ok) return;
        started = reply.value.job;
        if (isOver) void act('job.cancel', { job: started });
        else setJob(started);
      });
    }, settleMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
      if (started !== null) void act('job.cancel', { job: started });
    };
  }, [key]);
  return useJob(job);
}

export function ExcludedBytes({
  sources,
  excludes,
}: {
  readonly sources: readonly string[];
  readonly excludes: Excludes;
}) {
  const { t } = useTranslation('wizard');
  const format = useFormat();
  const job = useMeasured(sources, excludes);
  if (sources.length === 0) return <p>{t('folders.none')}</p>;
  const { files = 0, bytes = 0, excludedBytes = 0 } = job?.figures ?? {};
  const isDone = job !== undefined && job.state !== 'running';
  return (
    <div role="status">
      <strong className="large">{isDone ? format.size(bytes) : t('folders.counting')}</strong>
      {isDone && <p>{t('folders.counted', { count: files, files: format.count(files) })}</p>}
      {isDone && excludedBytes > 0 && (
        <p className="soft">{t('folders.left', { size: format.size(excludedBytes) })}</p>
      )}
    </div>
  );
}
