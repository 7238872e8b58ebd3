import { useTranslation } from 'react-i18next';

export function Protection() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <h1>{t('screens.protection')}</h1>
    </div>
  );
}
