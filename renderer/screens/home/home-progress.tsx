import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../core/contract/jobs.ts';
import { visibleName } from '../../format/visible-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { StateGlyph } from '../../parts/state-glyph.tsx';
import { shareOf } from '../../parts/share-of.ts';

/** The sentence while a backup runs, and what holds it up. */
export function HomeProgress({ job }: { readonly job: JobView }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const { progress } = job;
  return (
    <div className="home-sentence">
      <StateGlyph state="working" size={36} />
      <div className="grow stack tight">
        <h1>{progress && progress.totalFiles > 0 ? figures(progress) : t('preparing')}</h1>
        <ProgressBar label={t('progress')} share={progress && shareOf(progress)} />
        <p className="soft home-slow">
          {progress && progress.bytesPerSecond !== null && (
            <span>{t('rate', { rate: format.size(progress.bytesPerSecond) })}</span>
          )}
          {progress && progress.slow !== null && (
            <span className="one-line name" title={visibleName(progress.slow)}>
              {t('slow', { name: visibleName(progress.slow, 500) })}
            </span>
          )}
        </p>
      </div>
    </div>
  );

  function figures(known: NonNullable<JobView['progress']>): string {
    const parts = [
      t(known.open ? 'progressFilesOpen' : 'progressFiles', {
        done: format.count(known.doneFiles),
        total: format.count(known.totalFiles),
      }),
      t('progressBytes', { done: format.size(known.doneBytes), total: format.size(known.totalBytes) }),
      ...(known.remainingSeconds === null || known.open
        ? []
        : [t('remaining', { duration: format.duration(known.remainingSeconds) })]),
    ];
    return t('backingUp', { figures: parts.join(' · ') });
  }
}
