import { useTranslation } from 'react-i18next';

export function Activity() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <h1>{t('screens.activity')}</h1>
    </div>
  );
}
