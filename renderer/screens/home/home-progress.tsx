import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../core/contract/jobs.ts';
import { useFormat } from '../../format/use-format.ts';
import { visibleName } from '../../format/visible-name.ts';
import { SlowWords, useProgressWords } from '../../parts/job-progress-line.tsx';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { shareOf } from '../../parts/share-of.ts';
import { StateGlyph } from '../../parts/state-glyph.tsx';
import { useSaidWithin } from '../../words/said-words.ts';

/** The sentence while a backup runs, and what holds it up. */
export function HomeProgress({ job }: { readonly job: JobView }) {
  const { t } = useTranslation(['home', 'jobs']);
  const format = useFormat();
  const figures = useProgressWords();
  const say = useSaidWithin();
  const { progress } = job;
  return (
    <div className="home-sentence">
      <StateGlyph state="working" size={36} />
      <div className="grow stack tight">
        <h1>
          {progress && progress.totalFiles > 0
            ? t('backingUp', { figures: figures(progress, { rate: false }) })
            : t('preparing')}
        </h1>
        <ProgressBar label={t('progress')} share={progress && shareOf(progress)} />
        <p className="soft home-slow">
          {progress && progress.bytesPerSecond !== null && (
            <span>{t('jobs:rate', { rate: format.size(progress.bytesPerSecond) })}</span>
          )}
          {progress && progress.slow !== null && (
            <span className="one-line" title={visibleName(say(progress.slow))}>
              <SlowWords slow={progress.slow} />
            </span>
          )}
        </p>
      </div>
    </div>
  );
}
