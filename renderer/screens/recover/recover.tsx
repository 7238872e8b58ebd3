import { useTranslation } from 'react-i18next';

export function Recover() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <h1>{t('screens.recover')}</h1>
    </div>
  );
}
