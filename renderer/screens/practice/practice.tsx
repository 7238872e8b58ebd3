import './practice.css';
import { useTranslation } from 'react-i18next';
import type { SetSummary } from '../../../core/contract/app.ts';
import { useFormat } from '../../format/use-format.ts';
import { Asked } from '../../parts/asked.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { show, useApp, useSet } from '../../state/app-store.ts';
import { useCall } from '../../state/use-call.ts';
import { AttackCard } from './attack-card.tsx';
import { ClockCard } from './clock-card.tsx';

/** Time and intruders at will, on a vault that harms nobody. */
export function Practice() {
  const { t } = useTranslation('practice');
  const set = useSet();
  return (
    <div className="page">
      <header className="stack tight">
        <h1>{t('title')}</h1>
        {set?.practice && <p className="soft">{t('words')}</p>}
      </header>
      {set?.practice ? (
        <Vault key={set.id} set={set} />
      ) : (
        <Empty title={t('notPractice')}>
          <p>{t('notPracticeWords')}</p>
          <Button onPress={() => show('wizard')}>{t('setUp')}</Button>
        </Empty>
      )}
    </div>
  );
}

function Vault({ set }: { readonly set: SetSummary }) {
  const { t } = useTranslation('practice');
  const format = useFormat();
  const over = useApp(({ jobs }) => Object.values(jobs).filter(({ state }) => state !== 'running').length);
  const asked = useCall('practice.view', { set: set.id }, over);
  return (
    <Asked of={asked} waiting={<Skeleton height={320} />}>
      {(view) => (
        <>
          {!view.running && <p>{t('stopped')}</p>}
          <ClockCard set={set.id} view={view} onMoved={asked.again} />
          <AttackCard set={set.id} view={view} />
          <p className="soft">{t('stored', { size: format.size(view.bytes) })}</p>
        </>
      )}
    </Asked>
  );
}
