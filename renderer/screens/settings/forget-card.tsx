import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetSummary } from '../../../core/contract/app.ts';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import type { SetFacts } from '../../../core/contract/sets.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { act } from '../../state/act.ts';
import { show } from '../../state/app-store.ts';
import { usePlaceWords } from '../../words/place-words.ts';

/** This computer forgets the set; nothing at the provider is touched, and the kit opens it again. */
export function ForgetCard({ set, facts }: { readonly set: SetSummary; readonly facts: SetFacts }) {
  const { t } = useTranslation('settings');
  const place = usePlaceWords();
  const [isAsking, setAsking] = useState(false);
  const [error, setError] = useState<ErrorShape>();
  const forget = async (): Promise<void> => {
    const reply = await act('set.forget', { set: set.id });
    setError(reply.ok ? undefined : reply.error);
    if (!reply.ok) return;
    setAsking(false);
    show('home');
  };
  return (
    <Card title={t('forget.title')}>
      <div className="stack">
        <p className="soft">{t('forget.words')}</p>
        <div>
          <Button look="danger" onPress={() => setAsking(true)}>
            {t('forget.do')}
          </Button>
        </div>
      </div>
      <Dialog
        title={t('forget.ask', { name: set.name })}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        footer={
          <>
            <Button onPress={() => setAsking(false)}>{t('forget.keep')}</Button>
            <Button look="danger" onPress={() => void forget()}>
              {t('forget.doIt')}
            </Button>
          </>
        }
      >
        <p>{t('forget.means', { place: place(facts.place) })}</p>
        {error && <ErrorPanel error={error} />}
      </Dialog>
    </Card>
  );
}
