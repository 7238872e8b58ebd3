import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { JobProgress, JobView } from '../../core/contract/jobs.ts';
import type { Saying } from '../../core/contract/said.ts';
import { useFormat } from '../format/use-format.ts';
import { visibleName } from '../format/visible-name.ts';
import { useSaidWithin } from '../words/said-words.ts';
import { ProgressBar } from './progress-bar.tsx';
import { shareOf } from './share-of.ts';

/** What a job does just now: how far it is, how long it still takes, and what is slow. */
export function JobProgressLine({ job, words }: { readonly job: JobView; readonly words: string }) {
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
              <SlowWords slow={progress.slow} />
            </>
          )}
        </p>
      )}
    </section>
  );
}

/** What takes longest just now. */
export function SlowWords({ slow }: { readonly slow: Saying }) {
  const { t } = useTranslation('jobs');
  const say = useSaidWithin();
  return (
    <>
      {t('slow')} <span className="name">{visibleName(say(slow), 500)}</span>
    </>
  );
}

/** "41,203 of 164,471 files · 1.2 GB of 2.8 GB · 12 MB/s · about 40 s left". */
export function useProgressWords(): (progress: JobProgress, parts?: { readonly rate: boolean }) => string {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  return (progress, { rate } = { rate: true }) => {
    const { phase, open, doneFiles, totalFiles, doneBytes, totalBytes, bytesPerSecond, remainingSeconds } =
      progress;
    const isKnown = !open && remainingSeconds !== null && remainingSeconds >= 1;
    return [
      totalFiles > 0
        ? t(open ? 'filesOpen' : 'files', { done: format.count(doneFiles), total: format.count(totalFiles) })
        : t(`phases.${phase}`, { defaultValue: '' }),
      totalBytes > 0 && t('bytes', { done: format.size(doneBytes), total: format.size(totalBytes) }),
      rate && bytesPerSecond !== null && t('rate', { rate: format.size(bytesPerSecond) }),
      isKnown && t('left', { time: format.duration(remainingSeconds) }),
    ]
      .filter((part) => part !== '' && part !== false)
      .join(' · ');
  };
}
