import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StorageChoice } from '../../../core/contract/setup.ts';
import { Button } from '../../parts/button.tsx';
import { Choices } from '../../parts/choices.tsx';
import type { PageProps } from './wizard.tsx';
import { StorageChecks } from './storage-checks.tsx';
import { StorageFields } from './storage-fields.tsx';
import { startingChoice } from './starting-choice.ts';
import { WizardFrame } from './wizard-frame.tsx';

/** Where backups go. The key is typed in a window of its own; then the provider is asked, and nothing is changed there. */
export function StoragePage({ draft, view, onNext, onLeave }: PageProps) {
  const { t } = useTranslation('wizard');
  const [choice, setChoice] = useState<StorageChoice | null>(view.draft.storage ?? null);
  const kind = choice?.kind ?? null;
  const isSaved = JSON.stringify(choice) === JSON.stringify(view.draft.storage ?? null);
  const isComplete = choice !== null && (choice.kind === 'practice' || choice.bucket !== '');
  const isReady = isSaved && view.check !== null && view.check.error === null;
  const checkNow = async (): Promise<void> => {
    if (choice === null) return;
    if (!isSaved && !(await draft.change({ storage: choice }))) return;
    if (choice.kind !== 'practice' && !(await draft.secret('setup-key'))) return;
    await draft.run('setup.check-storage');
  };
  return (
    <WizardFrame
      title={t('storage.title')}
      words={t('storage.words')}
      error={draft.error}
      onLeave={onLeave}
      meaning={<p>{t(`storage.meaning.${kind ?? 'none'}`)}</p>}
      next={
        isReady ? (
          <Button look="primary" onPress={onNext} isDisabled={draft.busy}>
            {t('next', { ns: 'common' })}
          </Button>
        ) : (
          <Button look="primary" onPress={() => void checkNow()} isDisabled={!isComplete || draft.busy}>
            {draft.busy
              ? t('storage.checking')
              : t(kind === 'practice' ? 'storage.start' : 'storage.enterKey')}
          </Button>
        )
      }
    >
      <Choices
        label={t('storage.choose')}
        value={kind}
        onChange={(one) => setChoice(startingChoice(one))}
        choices={[
          { value: 'b2', title: t('storage.b2.title'), words: t('storage.b2.words') },
          { value: 's3', title: t('storage.s3.title'), words: t('storage.s3.words') },
          { value: 'practice', title: t('storage.practice.title'), words: t('storage.practice.words') },
        ]}
      />
      {choice !== null && choice.kind !== 'practice' && (
        <StorageFields choice={choice} onChange={setChoice} />
      )}
      {isSaved && view.check && (
        <StorageChecks check={view.check} onAgain={() => void checkNow()} busy={draft.busy} />
      )}
    </WizardFrame>
  );
}
