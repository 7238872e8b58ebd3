import type { ErrorShape } from '../../core/contract/error-shape.ts';
import { useSet } from '../state/app-store.ts';
import { askSecret } from '../state/act.ts';
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
  const set = useSet();
  const unlock = async (): Promise<void> => {
    const given = await askSecret('unlock', set?.id ?? null);
    if (given.ok && given.value === 'given') onRetry?.();
  };
  return (
    <NoticeBar
      tone="red"
      live
      actions={
        error.code === 'set-locked' && set ? (
          <Button look="primary" onPress={() => void unlock()}>
            {t('unlock')}
          </Button>
        ) : (
          (actions ?? (onRetry && <Button onPress={onRetry}>{t('tryAgain')}</Button>))
        )
      }
    >
      <p>{words(error)}</p>
    </NoticeBar>
  );
}
