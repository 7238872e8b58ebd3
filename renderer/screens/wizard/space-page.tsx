import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.tsx';
import { Choices } from '../../parts/choices.tsx';
import type { PageProps } from './wizard.tsx';
import { WizardFrame } from './wizard-frame.tsx';

/** How space comes back, once locks have ended. */
export function SpacePage({ draft, view, onBack, onNext, onLeave }: PageProps) {
  const { t } = useTranslation('wizard');
  const space = view.draft.space ?? 'by-hand';
  return (
    <WizardFrame
      title={t('space.title')}
      words={t('space.words')}
      error={draft.error}
      onBack={onBack}
      onLeave={onLeave}
      meaning={<p>{t(`space.meaning.${space}`)}</p>}
      next={
        <Button
          look="primary"
          isDisabled={draft.busy}
          onPress={() => void draft.change({ space }).then((isOk) => isOk && onNext())}
        >
          {t('next', { ns: 'common' })}
        </Button>
      }
    >
      <Choices
        label={t('space.choose')}
        value={space}
        onChange={(one) => void draft.change({ space: one })}
        choices={[
          { value: 'by-hand', title: t('space.byHand'), words: t('space.byHandWords') },
          { value: 'automatic', title: t('space.automatic'), words: t('space.automaticWords') },
        ]}
      />
    </WizardFrame>
  );
}
