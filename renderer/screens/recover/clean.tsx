import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import type { CleanPlanView } from '../../../core/contract/recover.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { JobProgressLine } from '../../parts/job-progress-line.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { cleanedWords, plannedWords } from './clean-words.ts';
import { act, askSecret } from '../../state/act.ts';
import { useJob } from '../../state/app-store.ts';

/** First what would go, in words; it goes on a second click. The key that may delete is given for this one run. */
export function Clean() {
  const { t } = useTranslation('recover');
  const format = useFormat();
  const [plan, setPlan] = useState<CleanPlanView | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorShape | null>(null);
  const [started, setStarted] = useState<string | null>(null);
  const job = useJob(started);
  const said = ({ key, count }: { readonly key: string; readonly count: number }): string =>
    t(`clean.${key}`, { count, figure: format.count(count) });
  const ask = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(null);
    setStarted(null);
    const reply = await act('recover.clean-plan', {});
    setBusy(false);
    if (reply.ok) setPlan(reply.value);
    else setError(reply.error);
  };
  const begin = async (id: string): Promise<void> => {
    setError(null);
    const given = await askSecret('maintenance-key', null);
    if (!given.ok) return setError(given.error);
    if (given.value === 'closed') return;
    const reply = await act('recover.clean', { plan: id });
    if (!reply.ok) return setError(reply.error);
    setStarted(reply.value.id);
    setPlan(null);
  };
  return (
    <div className="stack">
      {job?.state === 'running' && <JobProgressLine job={job} words={t('clean.running')} />}
      {(job?.state === 'done' || job?.state === 'warnings') && (
        <NoticeBar tone={job.state === 'done' ? 'good' : 'amber'} live>
          <p>{cleanedWords(job.figures).map(said).join(' ')}</p>
        </NoticeBar>
      )}
      {job?.state === 'failed' && job.error && <ErrorPanel error={job.error} />}
      {plan && (
        <div className="stack tight">
          <p>
            {said(plannedWords(plan))}
            {plan.foreign > 0 && ` ${t('clean.stays', { size: format.size(plan.foreignBytes) })}`}
          </p>
          {plan.lockedBytes > 0 && (
            <p className="soft">
              {plan.lockedUntil === null
                ? t('clean.lockedUndated', { size: format.size(plan.lockedBytes) })
                : t('clean.locked', {
                    size: format.size(plan.lockedBytes),
                    date: format.date(plan.lockedUntil),
                  })}
            </p>
          )}
          <div className="row">
            <Button look="danger" isDisabled={plan.markers === 0} onPress={() => void begin(plan.plan)}>
              {t('clean.begin', { count: plan.markers, markers: format.count(plan.markers) })}
            </Button>
          </div>
        </div>
      )}
      {error && <ErrorPanel error={error} />}
      {!plan && job?.state !== 'running' && (
        <div className="row">
          <Button onPress={() => void ask()}>{t('clean.plan')}</Button>
        </div>
      )}
    </div>
  );
}
