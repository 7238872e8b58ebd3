import { useTranslation } from 'react-i18next';
import { Button } from '../parts/button.tsx';

/** Ends every step; Enter in a field does the same. */
export function SubmitRow({
  words,
  busy,
  disabled = false,
}: {
  readonly words: string;
  readonly busy: boolean;
  readonly disabled?: boolean;
}) {
  const { t } = useTranslation('secret');
  return (
    <div className="row">
      <Button type="submit" look="primary" isDisabled={busy || disabled}>
        {busy ? t('checking') : words}
      </Button>
      <Button look="quiet" onPress={() => window.close()}>
        {t('cancel', { ns: 'common' })}
      </Button>
    </div>
  );
}
