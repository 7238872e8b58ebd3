import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { wizardPages, type WizardPage } from './wizard-pages.ts';

/** Where one is. Not a way to jump: each page rests on the one before. */
export function WizardSteps({ page }: { readonly page: WizardPage }) {
  const { t } = useTranslation('wizard');
  const at = wizardPages.indexOf(page);
  return (
    <aside className="wizard-steps">
      <strong>Holdfast</strong>
      <ol aria-label={t('steps')}>
        {wizardPages.map((one, index) => (
          <li key={one} aria-current={one === page ? 'step' : undefined}>
            <span className="mark" aria-hidden="true">
              {index < at ? <Check size={12} strokeWidth={3} /> : index + 1}
            </span>
            <span className="step-name">{t(`${one}.step`)}</span>
            {index < at && <span className="visually-hidden">{t('stepDone')}</span>}
          </li>
        ))}
      </ol>
    </aside>
  );
}
