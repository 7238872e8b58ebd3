import { useTranslation } from 'react-i18next';

export function Welcome() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <h1>{t('screens.welcome')}</h1>
    </div>
  );
}
