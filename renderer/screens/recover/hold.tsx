import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import type { RecoveryView } from '../../../core/contract/recover.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { JobProgressLine } from '../../parts/job-progress-line.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { act } from '../../state/act.ts';
import { useJob, useRunningJob } from '../../state/app-store.ts';

type Props = {
  readonly view: RecoveryView;
  /** null: nobody has asked the provider about its locks yet. */
  readonly lockedUntil: number | null;
  readonly onChange: () => void;
};

/** The one thing to do before all else: nobody can take away what is locked long enough. */
export function Hold({ view, lockedUntil, onChange }: Props) {
  const { t } = useTranslation('recover');
  const format = useFormat();
  const [started, setStarted] = useState<string | null>(null);
  const [error, setError] = useState<ErrorShape | null>(null);
  const running = useRunningJob(null, 'hold');
  const last = useJob(started);
  const now = view.timeline?.now ?? 0;
  const begin = async (): Promise<void> => {
    setError(null);
    const reply = await act('recover.hold', {});
    if (reply.ok) setStarted(reply.value.id);
    else setError(reply.error);
    onChange();
  };
  return (
    <Card title={t('hold.title')}>
      <div className="stack">
        {view.held ? (
          <NoticeBar tone="good" live>
            <p>{t('hold.held', { date: format.until(view.held.until, now) })}</p>
          </NoticeBar>
        ) : (
          <>
            <p>
              {lockedUntil === null
                ? t('hold.unknown')
                : lockedUntil < now
                  ? t('hold.unlocked')
                  : t('hold.until', { date: format.until(lockedUntil, now) })}
            </p>
            <p className="soft">{t('hold.words')}</p>
          </>
        )}
        {running ? (
          <JobProgressLine job={running} words={t('hold.running')} />
        ) : (
          <div>
            <Button look={view.held ? 'plain' : 'primary'} onPress={() => void begin()}>
              {t('hold.begin')}
            </Button>
          </div>
        )}
        {error && <ErrorPanel error={error} onRetry={() => void begin()} />}
        {last?.state === 'failed' && last.error && (
          <ErrorPanel error={last.error} onRetry={() => void begin()} />
        )}
        {last?.state === 'warnings' && (
          <NoticeBar tone="amber" live>
            <p>{t('hold.partly')}</p>
          </NoticeBar>
        )}
      </div>
    </Card>
  );
}
