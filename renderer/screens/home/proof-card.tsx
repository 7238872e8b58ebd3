import { CircleCheck, CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../../../core/contract/sets.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { show } from '../../state/app-store.ts';

/** Whether the storage really refused to delete, when it was tried last. */
export function ProofCard({ proof }: { readonly proof: Overview['proof'] }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  return (
    <Card title={t('proof.title')} aside={proof && <span className="soft">{format.date(proof.at)}</span>}>
      {proof ? (
        <div className="home-fact">
          {proof.ok ? (
            <CircleCheck className="good" size={20} aria-hidden="true" />
          ) : (
            <CircleX className="bad" size={20} aria-hidden="true" />
          )}
          <p>
            {t(proof.ok ? 'proof.ok' : 'proof.failed', {
              refused: proof.refused,
              attempts: proof.attempts,
            })}
          </p>
        </div>
      ) : (
        <p className="soft">{t('proof.none')}</p>
      )}
      {!proof?.ok && <Button onPress={() => show('protection')}>{t('proof.do')}</Button>}
    </Card>
  );
}
