import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../core/contract/jobs.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { act } from '../../state/act.ts';

/** A lock cannot be taken back, so a run that is far larger than all before waits for an answer. */
export function LargeRun({
  job,
  question,
}: {
  readonly job: string;
  readonly question: NonNullable<JobView['question']>;
}) {
  const { t } = useTranslation('home');
  const format = useFormat();
  return (
    <NoticeBar
      tone="amber"
      live
      title={t('large.title')}
      actions={
        <>
          <Button onPress={() => void act('job.answer', { job, goOn: false })}>{t('large.stop')}</Button>
          <Button onPress={() => void act('job.answer', { job, goOn: true })}>{t('large.goOn')}</Button>
        </>
      }
    >
      <p>
        {t('large.words', {
          added: format.size(question.newBytes),
          stored: format.size(question.storedBytes),
        })}
      </p>
    </NoticeBar>
  );
}
