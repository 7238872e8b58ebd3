import type { ErrorShape } from '../../core/contract/error-shape.ts';
import { useErrorWords } from '../words/error-words.ts';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { NoticeBar } from './notice-bar.tsx';

/** Every expected failure looks like this: its words, and the button that can help. */
export function ErrorPanel({
  error,
  onRetry,
  actions,
}: {
  readonly error: ErrorShape;
  readonly onRetry?: () => void;
  /** Instead of trying again. */
  readonly actions?: React.ReactNode;
}) {
  const { t } = useTranslation();
  const words = useErrorWords();
  return (
    <NoticeBar
      tone="red"
      live
      actions={actions ?? (onRetry && <Button onPress={onRetry}>{t('tryAgain')}</Button>)}
    >
      <p>{words(error)}</p>
    </NoticeBar>
  );
}
