import { useTranslation } from 'react-i18next';
import type { JobProgress, JobView } from '../../core/contract/jobs.ts';
import { useFormat } from '../format/use-format.ts';
import { ProgressBar } from './progress-bar.tsx';

/** What a job does just now: how far it is, how long it still takes, and what is slow. */
export function JobProgressLine({ job, words }: { readonly job: JobView; readonly words: string }) {
  const { t } = useTranslation('jobs');
  const figures = useProgressWords();
  const { progress, state } = job;
  const isRunning = state === 'running';
  return (
    <section className="stack tight" aria-label={words}>
      <strong>{words}</strong>
      {isRunning && <ProgressBar label={words} share={progress ? shareOf(progress) : null} />}
      {isRunning && progress && (
        <p className="soft">
          {figures(progress)}
          {progress.slow !== null && (
            <>
              {' · '}
              {t('slow')} <span className="name">{progress.slow}</span>
            </>
          )}
        </p>
      )}
    </section>
  );
}

/** null while the totals still grow: a bar that goes back would be a lie. */
function shareOf({ doneBytes, totalBytes, doneFiles, totalFiles, open }: JobProgress): number | null {
  if (open) return null;
  if (totalBytes > 0) return doneBytes / totalBytes;
  return totalFiles > 0 ? doneFiles / totalFiles : null;
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
