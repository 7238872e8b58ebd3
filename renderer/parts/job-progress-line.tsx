import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { JobProgress, JobView } from '../../core/contract/jobs.ts';
import { useFormat } from '../format/use-format.ts';
import { visibleName } from '../format/visible-name.ts';
import { ProgressBar } from './progress-bar.tsx';
import { shareOf } from './share-of.ts';

/** What a job does just now: how far it is, how long it still takes, and what is slow. */
export function JobProgressLine({ job, words }: { readonly job: JobView; readonly words: string }) {
  const { t } = useTranslation('jobs');
  const figures = useProgressWords();
  const { progress, state } = job;
  const isRunning = state === 'running';
  const isGood = state === 'done' || state === 'warnings';
  return (
    <section className="stack tight" aria-label={words}>
      <strong className="row">
        {isGood && <CircleCheck color="var(--good)" size={18} aria-hidden="true" />}
        {words}
      </strong>
      {isRunning && <ProgressBar label={words} share={progress ? shareOf(progress) : null} />}
      {isRunning && progress && (
        <p className="soft">
          {figures(progress)}
          {progress.slow !== null && (
            <>
              {' · '}
              {t('slow')} <span className="name">{visibleName(progress.slow, 500)}</span>
            </>
          )}
        </p>
      )}
    </section>
  );
}

/** "41,203 of 164,471 files · 1.2 GB of 2.8 GB · 12 MB/s · about 40 s". */
export function useProgressWords(): (progress: JobProgress) => string {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  return ({ phase, doneFiles, totalFiles, doneBytes, totalBytes, bytesPerSecond, remainingSeconds }) =>
    [
      totalFiles > 0
        ? t('files', { done: format.count(doneFiles), total: format.count(totalFiles) })
        : t(`phases.${phase}`, { defaultValue: '' }),
      totalBytes > 0 && t('bytes', { done: format.size(doneBytes), total: format.size(totalBytes) }),
      bytesPerSecond !== null && t('rate', { rate: format.size(bytesPerSecond) }),
      remainingSeconds !== null &&
        remainingSeconds >= 1 &&
        t('left', { time: format.duration(remainingSeconds) }),
    ]
      .filter((part) => part !== '' && part !== false)
      .join(' · ');
}
