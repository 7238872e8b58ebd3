import './recover.css';
import { Check } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import type { RecoveryView } from '../../../core/contract/recover.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { act } from '../../state/act.ts';
import { show, useApp } from '../../state/app-store.ts';
import { useCall } from '../../state/use-call.ts';
import { BringBack } from './bring-back.tsx';
import { Choose } from './choose.tsx';
import { Connect } from './connect.tsx';
import { Look } from './look.tsx';
import { reachable, startAt, steps, type Step } from './steps.ts';
import { useRecoveryJobs } from './use-recovery-jobs.ts';

/** One thing after the other, on a calm dark page, with a way out and nothing else. */
export function Recover() {
  const { t } = useTranslation('recover');
  const isOpen = useApp(({ state }) => state?.recoveryOpen ?? false);
  const { timeline, stamp } = useRecoveryJobs();
  const view = useCall('recover.view', {}, `${isOpen} ${stamp}`);
  return (
    <div className="recover">
      {view.value ? (
        <Steps view={view.value} again={view.again} timelineJob={timeline} />
      ) : (
        <div className="recover-main stack loose">
          <div className="row spread">
            <h1>{t('title')}</h1>
            <Button onPress={() => show('home')}>{t('leave')}</Button>
          </div>
          {view.error ? <ErrorPanel error={view.error} onRetry={view.again} /> : <Skeleton height={320} />}
        </div>
      )}
    </div>
  );
}

function Steps({
  view,
  again,
  timelineJob,
}: {
  readonly view: RecoveryView;
  readonly again: () => void;
  readonly timelineJob: ReturnType<typeof useRecoveryJobs>['timeline'];
}) {
  const { t } = useTranslation('recover');
  const format = useFormat();
  const [step, setStep] = useState<Step>(() => startAt(view));
  const [isLeaving, setIsLeaving] = useState(false);
  const [error, setError] = useState<ErrorShape | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const page = useRef<HTMLElement>(null);
  const open = reachable(view);
  const shown = open.includes(step) ? step : open.at(-1)!;
  const at = steps.indexOf(shown);
  // A new step is read from its heading on.
  const before = useRef(shown);
  useEffect(() => {
    if (before.current !== shown) {
      heading.current?.focus({ preventScroll: true });
      page.current?.scrollTo(0, 0);
    }
    before.current = shown;
  }, [shown]);

  const read = async (): Promise<void> => {
    setError(null);
    const reply = await act('recover.timeline', {});
    if (!reply.ok) setError(reply.error);
    again();
  };
  const opened = (): void => {
    setStep('look');
    void read();
  };
  const leave = async (): Promise<void> => {
    await act('recover.close', {});
    show('home');
  };
  const next = steps[at + 1];
  const canGoOn = next !== undefined && open.includes(next) && shown !== 'choose';
  return (
    <>
      <aside className="recover-side">
        <h1>{t('title')}</h1>
        <nav aria-label={t('steps.label')}>
          <ol>
            {steps.map((one, index) => (
              <li key={one}>
                <button
                  type="button"
                  className="step"
                  aria-current={one === shown ? 'step' : undefined}
                  disabled={!open.includes(one)}
                  onClick={() => setStep(one)}
                >
                  <span className="step-mark" aria-hidden="true">
                    {isDone(one, view, at) ? <Check size={14} strokeWidth={3} /> : index + 1}
                  </span>
                  <span>{t(`steps.${one}`)}</span>
                  {isDone(one, view, at) && <span className="visually-hidden">{t('steps.done')}</span>}
                </button>
              </li>
            ))}
          </ol>
        </nav>
        <dl className="recover-facts">
          {view.place !== null && (
            <>
              <dt>{t('place')}</dt>
              <dd className="name">{view.place}</dd>
            </>
          )}
          <dt>{t('writes')}</dt>
          <dd>{t('writesMade', { count: view.writes, writes: format.count(view.writes) })}</dd>
        </dl>
        <Button onPress={() => (view.open ? setIsLeaving(true) : show('home'))}>{t('leave')}</Button>
      </aside>
      <section ref={page} className="recover-main" aria-labelledby="recover-step">
        <div className="recover-content stack loose">
          <h2 id="recover-step" ref={heading} tabIndex={-1}>
            {t(`steps.${shown}`)}
          </h2>
          {error && <ErrorPanel error={error} onRetry={() => void read()} />}
          {shown === 'connect' && <Connect view={view} onOpened={opened} />}
          {shown === 'look' && <Look view={view} job={timelineJob} onRead={() => void read()} />}
          {shown === 'choose' && view.timeline && (
            <Choose
              view={view}
              timeline={view.timeline}
              onChosen={() => {
                again();
                setStep('bring-back');
              }}
            />
          )}
          {shown === 'bring-back' && view.chosen !== null && (
            <BringBack key={view.chosen} view={view} snapshot={view.chosen} onChange={again} />
          )}
          {(at > 0 || canGoOn) && (
            <footer className="recover-way row spread">
              {at > 0 ? (
                <Button onPress={() => setStep(steps[at - 1]!)}>{t('back', { ns: 'common' })}</Button>
              ) : (
                <span />
              )}
              {canGoOn && (
                <Button look="primary" onPress={() => setStep(next)}>
                  {t('next', { ns: 'common' })}
                </Button>
              )}
            </footer>
          )}
        </div>
      </section>
      <Dialog
        title={t('leaveTitle')}
        isOpen={isLeaving}
        onClose={() => setIsLeaving(false)}
        footer={
          <>
            <Button onPress={() => setIsLeaving(false)}>{t('stay')}</Button>
            <Button look="primary" onPress={() => void leave()}>
              {t('leave')}
            </Button>
          </>
        }
      >
        <p>{t('leaveWords')}</p>
      </Dialog>
    </>
  );
}

/** @param at the step that is shown */
function isDone(step: Step, view: RecoveryView, at: number): boolean {
  if (step === 'connect') return view.open;
  if (step === 'look') return view.timeline?.final ?? false;
  return step === 'choose' && at > steps.indexOf('choose');
}
