import { Check, Circle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.tsx';
import type { PageProps } from './wizard.tsx';
import { WizardFrame } from './wizard-frame.tsx';

/** Passphrase and words pass through a window of their own; here is only whether it was done. */
export function KitPage({ draft, view, onBack, onNext, onLeave }: PageProps) {
  const { t } = useTranslation('wizard');
  const isDone = view.hasPassphrase && view.kitConfirmed;
  const item = (isOn: boolean, words: string) => (
    <li>
      {isOn ? (
        <Check size={18} color="var(--good)" aria-label={t('kit.isDone')} />
      ) : (
        <Circle size={18} color="var(--grey)" aria-label={t('kit.isOpen')} />
      )}
      <span>{words}</span>
    </li>
  );
  return (
    <WizardFrame
      title={t('kit.title')}
      words={t('kit.words')}
      error={draft.error}
      onBack={onBack}
      onLeave={onLeave}
      meaning={
        <>
          <p>{t('kit.meaning')}</p>
          <p>{t('kit.meaningLost')}</p>
        </>
      }
      next={
        isDone ? (
          <Button look="primary" onPress={onNext}>
            {t('next', { ns: 'common' })}
          </Button>
        ) : (
          <Button look="primary" isDisabled={draft.busy} onPress={() => void draft.secret('setup-kit')}>
            {t('kit.open')}
          </Button>
        )
      }
    >
      <ul className="wizard-list">
        {item(view.hasPassphrase, t('kit.passphrase'))}
        {item(view.kitConfirmed, t('kit.confirmed'))}
      </ul>
      {isDone && (
        <div>
          <Button isDisabled={draft.busy} onPress={() => void draft.secret('setup-kit')}>
            {t('kit.openAgain')}
          </Button>
        </div>
      )}
    </WizardFrame>
  );
}
