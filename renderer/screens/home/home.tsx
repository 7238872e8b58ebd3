import { useTranslation } from 'react-i18next';

export function Home() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <h1>{t('screens.home')}</h1>
    </div>
  );
}
