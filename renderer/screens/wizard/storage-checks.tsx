import { Check, Circle, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { StorageCheck } from '../../../core/contract/setup.ts';
import { Button } from '../../parts/button.tsx';
import { useErrorWords } from '../../words/error-words.ts';
import { useSaidWords } from '../../words/said-words.ts';
import { ErrorPanel } from '../../parts/error-panel.tsx';

/** What the provider answered, step by step, and what Holdfast will make there. */
export function StorageChecks({
  check,
  onAgain,
  busy,
}: {
  readonly check: StorageCheck;
  readonly onAgain: () => void;
  readonly busy: boolean;
}) {
  const { t } = useTranslation('wizard');
  const say = useSaidWords();
  const errorWords = useErrorWords();
  return (
    <section className="stack tight" aria-label={t('storage.checks')}>
      <ul className="wizard-list">
        {check.steps.map(({ step, ok, words, said }) => (
          <li key={step}>
            {ok === true ? (
              <Check size={18} color="var(--good)" aria-label={t('storage.good')} />
            ) : ok === false ? (
              <X size={18} color="var(--red)" aria-label={t('storage.bad')} />
            ) : (
              <Circle size={18} color="var(--grey)" aria-label={t('storage.open')} />
            )}
            <span className="grow">
              {ok === false && check.error ? errorWords(check.error) : say({ words, said })}
            </span>
          </li>
        ))}
      </ul>
      {check.error ? (
        <ErrorPanel
          error={check.error}
          actions={
            <Button onPress={onAgain} isDisabled={busy}>
              {t('storage.checkAgain')}
            </Button>
          }
        />
      ) : (
        check.willMake.length > 0 && (
          <p role="status">
            {t('storage.willMake', {
              what: check.willMake.map((one) => t(`storage.make.${one}`)).join(', '),
            })}
          </p>
        )
      )}
    </section>
  );
}
