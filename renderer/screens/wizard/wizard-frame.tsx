import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';

/** The form of every page: its question, the answer, what it means, and the way on. */
export function WizardFrame({
  title,
  words,
  children,
  meaning,
  error,
  onBack,
  onLeave,
  next,
}: {
  readonly title: string;
  readonly words?: string;
  readonly children: ReactNode;
  /** The consequence of the choice, in words and numbers. */
  readonly meaning?: ReactNode;
  readonly error: ErrorShape | null;
  readonly onBack?: (() => void) | undefined;
  readonly onLeave?: (() => void) | undefined;
  readonly next?: ReactNode;
}) {
  const { t } = useTranslation('wizard');
  const heading = useRef<HTMLHeadingElement>(null);
  // A new page is told to readers, and the keyboard starts at its top.
  useEffect(() => heading.current?.focus(), [title]);
  return (
    <div className="wizard-page">
      <header className="stack tight">
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {words !== undefined && <p className="soft">{words}</p>}
      </header>
      {error && <ErrorPanel error={error} actions={<></>} />}
      {meaning === undefined ? (
        children
      ) : (
        <div className="wizard-columns">
          <div className="stack">{children}</div>
          <div className="wizard-meaning" role="note">
            {meaning}
          </div>
        </div>
      )}
      <footer>
        {onBack && <Button onPress={onBack}>{t('back', { ns: 'common' })}</Button>}
        {onLeave && (
          <Button look="quiet" onPress={onLeave}>
            {t('leave')}
          </Button>
        )}
        <div className="end row">{next}</div>
      </footer>
    </div>
  );
}
