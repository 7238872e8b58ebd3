import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { JobProgressLine } from '../../parts/job-progress-line.tsx';
import { useApp, useJob } from '../../state/app-store.ts';
import { useSaidWithin } from '../../words/said-words.ts';
import type { PageProps } from './wizard.tsx';
import { WizardFrame } from './wizard-frame.tsx';

/** Set-up, then the first backup. The window may be closed meanwhile: the engine goes on. */
export function ProgressPage({ draft, view, onNext }: PageProps) {
  const { t } = useTranslation('wizard');
  const say = useSaidWithin();
  const setUp = useJob(view.job?.id ?? null) ?? view.job ?? undefined;
  const backup = useApp(({ jobs }) =>
    Object.values(jobs)
      .filter(({ kind, set }) => kind === 'backup' && set === view.set && set !== null)
      .at(-1),
  );
  const { run } = draft;
  const ended = `${setUp?.state} ${backup?.state}`;
  useEffect(() => void run('setup.view'), [run, ended]);
  const hasFailed = setUp?.state === 'failed' || setUp?.state === 'cancelled';
  const isOver = view.done !== null && (backup === undefined || backup.state !== 'running');
  return (
    <WizardFrame
      title={t('progress.title')}
      words={t('progress.words')}
      error={draft.error}
      next={
        hasFailed ? (
          <Button look="primary" isDisabled={draft.busy} onPress={() => void run('setup.commit')}>
            {t('tryAgain', { ns: 'common' })}
          </Button>
        ) : (
          <Button look="primary" isDisabled={view.done === null} onPress={onNext}>
            {t(isOver ? 'next' : 'progress.meanwhile', isOver ? { ns: 'common' } : {})}
          </Button>
        )
      }
    >
      {setUp && <JobProgressLine job={setUp} words={t(`progress.setUp.${setUp.state}`)} />}
      {setUp?.error && <ErrorPanel error={setUp.error} actions={<></>} />}
      {hasFailed && view.leftBehind.length > 0 && (
        <p>{t('progress.leftBehind', { what: view.leftBehind.map(say).join('; ') })}</p>
      )}
      {backup && <JobProgressLine job={backup} words={t(`progress.backup.${backup.state}`)} />}
      {backup?.error && <ErrorPanel error={backup.error} actions={<></>} />}
    </WizardFrame>
  );
}
