import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../core/contract/jobs.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { useApp } from '../../state/app-store.ts';
import { useCall } from '../../state/use-call.ts';

/** The way back to what the last restore of this recovery did, and to its report. */
export function LastRestore({ onShow }: { readonly onShow: (job: JobView) => void }) {
  const { t } = useTranslation('restore');
  const format = useFormat();
  const last = useApp(({ jobs }) =>
    Object.values(jobs)
      .filter(({ kind, set, state }) => kind === 'restore' && set === null && state !== 'running')
      .toSorted((a, b) => b.startedAt - a.startedAt)
      .at(0),
  );
  // One of a recovery that was closed has none.
  const kept = useCall('restore.report', last ? { job: last.id } : null).value?.report ?? null;
  if (!last || kept === null || last.endedAt === null) return null;
  return (
    <NoticeBar tone="plain" actions={<Button onPress={() => onShow(last)}>{t('report.lastLook')}</Button>}>
      <p>{t('report.last', { date: format.dateAndTime(last.endedAt) })}</p>
    </NoticeBar>
  );
}
