import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../core/contract/jobs.ts';
import type { RestoreReportView } from '../../../core/contract/restore.ts';
import { useFormat } from '../../format/use-format.ts';
import { visibleName } from '../../format/visible-name.ts';
import { Asked } from '../../parts/asked.tsx';
import { Button } from '../../parts/button.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { useApp } from '../../state/app-store.ts';
import { useSaidWords } from '../../words/said-words.ts';
import { useCall } from '../../state/use-call.ts';
import { SaveReport } from './save-report.tsx';
import { useFocusOnStart } from './use-focus-on-start.ts';

type Props = {
  readonly job: JobView;
  /** null: what was restored is not known here any more. */
  readonly onAgain: (() => void) | null;
  readonly onClose: () => void;
};

/** What came of it: where it stands and what is missing, by name. Nothing is opened by itself. */
export function RestoreReport({ job, onAgain, onClose }: Props) {
  const { t } = useTranslation('restore');
  // A report that was just written is told there too.
  const writing = useApp(({ jobs }) =>
    Object.values(jobs)
      .filter(({ kind }) => kind === 'report')
      .map(({ id, state }) => `${id} ${state}`)
      .join(),
  );
  const report = useCall('restore.report', { job: job.id }, writing);
  const stage = useFocusOnStart();
  return (
    <div ref={stage} tabIndex={-1} className="flow-stage stack loose">
      {job.state === 'failed' && job.error && <ErrorPanel error={job.error} />}
      {job.state === 'cancelled' && (
        <NoticeBar tone="amber" live>
          <p>{t('report.cancelled')}</p>
        </NoticeBar>
      )}
      {(job.state === 'done' || job.state === 'warnings') && (
        <Asked of={report}>{(value) => <ReportBody report={value} />}</Asked>
      )}
      {report.value?.report && <SaveReport job={job} written={report.value.report.written} />}
      <footer className="row end">
        {onAgain && (job.state === 'failed' || job.state === 'cancelled') && (
          <Button onPress={onAgain}>{t('tryAgain', { ns: 'common' })}</Button>
        )}
        <Button look="primary" onPress={onClose}>
          {t('report.close')}
        </Button>
      </footer>
    </div>
  );
}

function ReportBody({ report }: { readonly report: RestoreReportView }) {
  const { t } = useTranslation('restore');
  const format = useFormat();
  const say = useSaidWords();
  const isWhole = report.complete && report.problemCount === 0;
  return (
    <>
      <NoticeBar
        tone={isWhole ? 'good' : 'amber'}
        live
        title={t(isWhole ? 'report.whole' : 'report.notWhole', { count: report.problemCount })}
      >
        <p>{t('report.files', { count: report.files, size: format.size(report.bytes) })}</p>
      </NoticeBar>
      <div>
        <h3>{t('report.where')}</h3>
        <p>
          <bdi className="plan-path">{report.destination}</bdi>
        </p>
      </div>
      {report.problemCount > 0 && (
        <section aria-label={t('report.problems')} className="stack tight">
          <h3>{t('report.problems')}</h3>
          {/* A long list is scrolled with the keyboard too. */}
          <ul className="problems" tabIndex={0} aria-label={t('report.problems')}>
            {report.problems.map(({ path, reason, said }) => (
              <li key={path}>
                <bdi>{visibleName(path, 1000)}</bdi>
                <span className="soft">{say({ words: reason, said })}</span>
              </li>
            ))}
            {report.problemCount > report.problems.length && (
              <li className="soft">
                {t('report.more', { count: report.problemCount - report.problems.length })}
              </li>
            )}
          </ul>
        </section>
      )}
      {report.renamed.length > 0 && (
        <section aria-label={t('report.renamed')} className="stack tight">
          <h3>{t('report.renamed')}</h3>
          <ul className="problems" tabIndex={0} aria-label={t('report.renamed')}>
            {report.renamed.slice(0, 1000).map(({ path, as }) => (
              <li key={path}>
                <bdi>{visibleName(path, 1000)}</bdi>
                <span className="soft">
                  {t('report.as')} <bdi>{visibleName(as, 1000)}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
