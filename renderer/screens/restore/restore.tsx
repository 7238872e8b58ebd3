import { useTranslation } from 'react-i18next';

export function Restore() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <h1>{t('screens.restore')}</h1>
    </div>
  );
}
