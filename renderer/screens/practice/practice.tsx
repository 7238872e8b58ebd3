import { useTranslation } from 'react-i18next';

export function Practice() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <h1>{t('screens.practice')}</h1>
    </div>
  );
}
