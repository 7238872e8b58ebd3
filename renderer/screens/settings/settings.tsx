import { useTranslation } from 'react-i18next';

export function Settings() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <h1>{t('screens.settings')}</h1>
    </div>
  );
}
