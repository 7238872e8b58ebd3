import { useTranslation } from 'react-i18next';

export function Wizard() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <h1>{t('screens.wizard')}</h1>
    </div>
  );
}
