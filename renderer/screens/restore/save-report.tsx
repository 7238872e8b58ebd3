import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import type { JobView } from '../../../core/contract/jobs.ts';
import type { WrittenReport } from '../../../core/contract/recovery-report.ts';
import { useFormat } from '../../format/use-format.ts';
import { visibleName } from '../../format/visible-name.ts';
import { Button } from '../../parts/button.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { FolderPicker } from '../../parts/folder-picker.tsx';
import { JobProgressLine } from '../../parts/job-progress-line.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { act } from '../../state/act.ts';
import { useRunningJob } from '../../state/app-store.ts';
import { useStarted } from '../../state/use-started.ts';

type Props = {
  /** The restore, which has ended. */
  readonly job: JobView;
  /** The last report of it. */
  readonly written: WrittenReport | null;
};

/** What came back, on paper. Reading it all once more may take long, so it goes on while somebody looks elsewhere. */
export function SaveReport({ job, written }: Props) {
  const { t } = useTranslation('restore');
  const [isPicking, setPicking] = useState(false);
  const [begun, setBegun] = useState<JobView | null>(null);
  const [error, setError] = useState<ErrorShape | null>(null);
  const own = useStarted(begun);
  const other = useRunningJob(null, 'report');
  const running = own?.state === 'running' ? own : other;
  const isFinished = job.state === 'done' || job.state === 'warnings';
  const save = async (folder: string): Promise<void> => {
    const reply = await act('recover.write-report', { job: job.id, folder });
    setBegun(reply.ok ? reply.value : null);
    setError(reply.ok ? null : reply.error);
  };
  const failure = error ?? (own?.state === 'failed' ? own.error : null);
  return (
    <section aria-label={t('report.saveWhere')} className="stack tight">
      {failure && <ErrorPanel error={failure} />}
      {own?.state === 'cancelled' && <p role="status">{t('report.stopped')}</p>}
      {running ? (
        <>
          <JobProgressLine job={running} words={t('report.reading')} />
          <div>
            <Button onPress={() => void act('job.cancel', { job: running.id })}>
              {t('report.stopReading')}
            </Button>
          </div>
        </>
      ) : (
        <>
          {written && <Written report={written} />}
          <p className="soft">{t(isFinished ? 'report.saveWords' : 'report.saveUnfinished')}</p>
          <div>
            <Button onPress={() => setPicking(true)}>{t('report.save')}</Button>
          </div>
        </>
      )}
      <FolderPicker
        title={t('report.saveWhere')}
        isOpen={isPicking}
        onClose={() => setPicking(false)}
        onPick={([folder]) => folder !== undefined && void save(folder)}
      />
    </section>
  );
}

function Written({ report }: { readonly report: WrittenReport }) {
  const { t } = useTranslation('restore');
  const format = useFormat();
  const { file, manifest, files, bytes, missing } = report;
  const figures = { count: files, files: format.count(files), size: format.size(bytes) };
  return (
    <NoticeBar tone="good" live title={t('report.saved', { file: visibleName(file, 1000) })}>
      <p className="name">
        {manifest === null
          ? t('report.savedUnfinished', figures)
          : t('report.savedList', { ...figures, manifest: visibleName(manifest, 1000) })}
      </p>
      {missing > 0 && <p>{t('report.savedMissing', { count: missing, entries: format.count(missing) })}</p>}
    </NoticeBar>
  );
}
