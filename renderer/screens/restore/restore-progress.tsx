import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../core/contract/jobs.ts';
import { Button } from '../../parts/button.tsx';
import { JobProgressLine } from '../../parts/job-progress-line.tsx';
import { useFocusOnStart } from './use-focus-on-start.ts';
import { act } from '../../state/act.ts';

/** How far a restore is. It goes on while somebody looks elsewhere. */
export function RestoreProgress({ job, onClose }: { readonly job: JobView; readonly onClose: () => void }) {
  const { t } = useTranslation('restore');
  const stage = useFocusOnStart();
  return (
    <div ref={stage} tabIndex={-1} className="flow-stage stack loose">
      <p>{t('progress.words')}</p>
      <JobProgressLine job={job} words={t('progress.title')} />
      <footer className="row end">
        <Button look="danger" onPress={() => void act('job.cancel', { job: job.id })}>
          {t('progress.stop')}
        </Button>
        <Button onPress={onClose}>{t('progress.hide')}</Button>
      </footer>
    </div>
  );
}
