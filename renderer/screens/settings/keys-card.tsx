import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetSummary } from '../../../core/contract/app.ts';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import type { SecretPurpose } from '../../../core/contract/secrets.ts';
import type { SetFacts } from '../../../core/contract/sets.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { useSaidWords } from '../../words/said-words.ts';
import { askSecret } from '../../state/act.ts';

/** What the stored key may do, and the kit. Each opens a window of its own: this one never sees a secret. */
export function KeysCard({
  set,
  facts,
  onReplaced,
}: {
  readonly set: SetSummary;
  readonly facts: SetFacts;
  readonly onReplaced: () => void;
}) {
  const { t } = useTranslation('settings');
  const say = useSaidWords();
  const [error, setError] = useState<ErrorShape>();
  const [done, setDone] = useState<SecretPurpose>();
  const ask = async (purpose: SecretPurpose): Promise<void> => {
    const reply = await askSecret(purpose, set.id);
    setError(reply.ok ? undefined : reply.error);
    setDone(reply.ok && reply.value === 'given' ? purpose : undefined);
    if (reply.ok && reply.value === 'given') onReplaced();
  };
  return (
    <Card title={t('keys.title')}>
      <div className="stack">
        <dl className="facts">
          <dt>{t('keys.may')}</dt>
          <dd>{facts.keyWords ? say(facts.keyWords) : t('keys.unknown')}</dd>
          <dt>{t('keys.kept')}</dt>
          <dd>{t(`keys.${facts.secrets}`)}</dd>
        </dl>
        {set.locked && (
          <div className="row">
            <Button onPress={() => void ask('unlock')}>{t('keys.unlock')}</Button>
          </div>
        )}
        <div className="row">
          <Button onPress={() => void ask('replace-key')}>{t('keys.replace')}</Button>
        </div>
        <h3>{t('keys.kit')}</h3>
        <p className="soft">{t('keys.kitWords')}</p>
        <div className="row">
          <Button onPress={() => void ask('kit-show')}>{t('keys.show')}</Button>
          <Button onPress={() => void ask('kit-open')}>{t('keys.open')}</Button>
        </div>
        <p role="status" className="soft">
          {done !== undefined && t('keys.done')}
        </p>
        {error && <ErrorPanel error={error} />}
      </div>
    </Card>
  );
}
