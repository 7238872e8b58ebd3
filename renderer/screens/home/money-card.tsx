import { useTranslation } from 'react-i18next';
import type { Overview } from '../../../core/contract/sets.ts';
import { useFormat } from '../../format/use-format.ts';
import { Card } from '../../parts/card.tsx';

/** What it costs a month, and how much of that is locked although nothing needs it any more. */
export function MoneyCard({ overview: { money, summary } }: { readonly overview: Overview }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  if (summary.practice)
    return (
      <Card title={t('money.title')}>
        <p>{t('money.practice')}</p>
      </Card>
    );
  return (
    <Card title={t('money.title')}>
      {money ? (
        <>
          <p className="home-figure">
            {t('money.month', { money: format.money(money.month, money.currency) })}
          </p>
          <p className="soft">
            {t('money.unused', {
              money: format.money(money.unusedMonth, money.currency),
              size: format.size(money.storedBytes),
            })}
          </p>
        </>
      ) : (
        <p className="soft">{t('money.none')}</p>
      )}
    </Card>
  );
}
